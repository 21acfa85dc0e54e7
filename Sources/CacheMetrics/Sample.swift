/// Everything one poll of one node learned, as the server said it.
///
/// A sample holds facts only. Rates, ratios and verdicts are derived from two neighbouring samples,
/// so a recording made today can be judged by tomorrow's rules. Each optional part is `nil` when
/// the server has no such command or refused it; `refusals` says which and why.
package struct Sample: Sendable, Equatable {
    /// How long the server took to answer, in microseconds, as seen from here.
    package var roundTripMicroseconds: Int64
    /// The server's whole `INFO` reply.
    package var info: InfoReport
    /// Latency histograms since the server started, by command.
    package var latencies: [CommandLatency]?
    /// The newest slow commands, newest first.
    package var slowLog: [SlowCommand]?
    /// The leaderboards being followed.
    package var boards: [Board]?
    /// The application's own hit and miss counters.
    package var counters: [CounterPair]?
    /// What walking over the keys has found so far.
    package var survey: KeySurvey?
    /// What watching has cost so far.
    package var cost: ObserverCost
    /// Commands the server will not run for us.
    package var refusals: [Refusal]

    /// A sample of what every server has; the rest is filled in by the collectors.
    package init(roundTripMicroseconds: Int64, info: InfoReport) {
        self.roundTripMicroseconds = roundTripMicroseconds
        self.info = info
        cost = ObserverCost()
        refusals = []
    }
}

/// A command the server will not run for us.
package struct Refusal: Sendable, Hashable {
    /// The ACL rule that would allow it, such as `+slowlog|get`.
    package var accessRule: String
    /// Why it is refused.
    package var reason: Reason

    /// The kinds of refusal the operator can do something different about.
    package enum Reason: UInt8, Sendable, CaseIterable {
        /// The user may not run it.
        case notPermitted
        /// This server does not have it, or it was renamed.
        case unknownCommand
        /// Anything else.
        case other
    }

    /// A refusal of the command that `accessRule` would allow.
    package init(accessRule: String, reason: Reason) {
        self.accessRule = accessRule
        self.reason = reason
    }
}

/// What watching has cost since it began: counted here, not estimated.
package struct ObserverCost: Sendable, Equatable {
    /// Commands sent, by the name `INFO commandstats` gives them.
    package var commands: [String: UInt64] = [:]
    /// Batches sent: the server read its socket at least once for each.
    package var batches: UInt64 = 0
    /// Our own lookups that the server counted as hits, before this sample's `INFO`.
    package var falseHits: UInt64 = 0
    /// Our own lookups that the server counted as misses, before this sample's `INFO`.
    package var falseMisses: UInt64 = 0
    /// Whether our reads of boards and counters refresh those keys: servers before 7.2.
    package var touchesKeys = false
    /// Beats that were skipped because an earlier poll had not ended.
    package var skippedBeats: UInt64 = 0
    /// Microseconds of CPU this program has used, or `nil` if unknown.
    package var ownMicroseconds: UInt64?
    /// Bytes of RAM this program holds, or `nil` if unknown.
    package var ownMemoryBytes: UInt64?

    /// Nothing spent yet.
    package init() {}

    /// All commands sent.
    package var commandsSent: UInt64 { commands.values.reduce(0, &+) }
}
