/// Two neighbouring samples of one node and the time between them; the only thing with a rate.
///
/// The first sample after a start or an outage has no neighbour: then there is only a later side,
/// which answers what is true at a moment and has no rates. When the server's counters started
/// again in between, rates are unknown too, and `discontinuity` says why: never negative, never
/// zero, never a spike.
///
/// What it holds lies in an array of one, which its copies share: on each beat histories are copied some
/// times, and all that a server told is too much to take along.
package struct Interval: Sendable {
    /// The server's report at the end of the interval.
    package let info: InfoReport
    private let held: [Contents]

    private struct Contents: Sendable {
        let earlier: Observation?
        let later: Observation
        let discontinuity: Discontinuity?
        let elapsed: Duration?
        let activity: [CommandActivity]
        let latency: LatencyHistogram?
        let commands: [CommandStatistics]
        let databases: [DatabaseSize]
    }

    /// A sample and when it was taken.
    package struct Observation: Sendable {
        /// When.
        package let moment: Moment
        /// The server's report.
        package let info: InfoReport
        /// In arrays of one for the same reason.
        private let held: [Sample]
        private let lives: [CountersLife]

        /// A sample and when it was taken.
        package init(moment: Moment, sample: Sample) {
            (self.moment, info, held) = (moment, sample.info, [sample])
            lives = [CountersLife(of: sample.info)]
        }

        /// What was learned.
        package var sample: Sample { held[0] }

        /// What its counters are compared by.
        var life: CountersLife { lives[0] }

        // Parts of the sample, for those who ask each beat: a part is copied sooner than the whole.
        /// What walking over the keys has found so far.
        package var survey: KeySurvey? { held[0].survey }
        /// The newest slow commands, newest first.
        package var slowLog: [SlowCommand]? { held[0].slowLog }
        /// The leaderboards being followed.
        package var boards: [Board]? { held[0].boards }
        /// What watching has cost so far.
        package var cost: ObserverCost { held[0].cost }
        /// Commands the server will not run for us.
        package var refusals: [Refusal] { held[0].refusals }
        /// How long the server took to answer, in microseconds, as seen from here.
        package var roundTripMicroseconds: Int64 { held[0].roundTripMicroseconds }
    }

    /// What of an interval takes long to work out, and not everybody needs.
    package struct Parts: OptionSet, Sendable {
        package let rawValue: UInt8
        /// Which parts, a bit for each.
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// What the server says of each database.
        package static let databases = Parts(rawValue: 1)
        /// What it says of each command, and what each did.
        package static let commands = Parts(rawValue: 2)
        /// How long the application's calls took.
        package static let latency = Parts(rawValue: 4)
        /// What watching has cost.
        package static let cost = Parts(rawValue: 8)
        /// The newest slow commands.
        package static let slowLog = Parts(rawValue: 16)
        /// All of it.
        package static let all: Parts = [.databases, .commands, .latency, .cost, .slowLog]
    }

    /// The interval that ends with `later` and begins where another ended, or begins nowhere; parts
    /// that are not asked for are as if the server had said nothing of them.
    package init(
        after previous: Interval?,
        to later: Observation,
        with parts: Parts = .all
    ) {
        let earlier = previous?.later
        info = later.info
        let discontinuity = earlier.flatMap { Discontinuity(from: $0, to: later) }
        // Counters that began anew have no rates.
        let continued = discontinuity == nil ? earlier : nil
        let elapsed = continued.flatMap { Self.elapsed(from: $0, to: later) }
        let commands =
            parts.contains(.commands)
            ? info.commands(knowing: previous.map { ($0.info, $0.commands) }) : []
        let before = previous?.commands ?? []
        held = [
            Contents(
                earlier: earlier,
                later: later,
                discontinuity: discontinuity,
                elapsed: elapsed,
                activity: elapsed.map { commands.activity(since: before, in: $0) } ?? [],
                latency: (parts.contains(.latency) ? continued : nil).flatMap {
                    later.sample.latency(since: $0.sample)
                },
                commands: commands,
                databases: parts.contains(.databases) ? info.databases : []
            )
        ]
    }
}

extension Interval {
    /// The sample before, or `nil` if there is none to compare with.
    package var earlier: Observation? { held[0].earlier }

    /// The sample at the end.
    package var later: Observation { held[0].later }

    /// What happened to the server's counters in between, if anything.
    package var discontinuity: Discontinuity? { held[0].discontinuity }

    /// The time between the samples, or `nil` if there is only one.
    ///
    /// By the server's own clock where it tells it and it has not been set meanwhile: that clock
    /// was read while the counters were, ours a round trip later.
    package var elapsed: Duration? { held[0].elapsed }

    /// What each command that ran did, in the server's order; empty when rates are unknown.
    package var activity: [CommandActivity] { held[0].activity }

    /// What each command did for clients, what takes most time first, and of those alike what is called
    /// most.
    package var busiest: [CommandActivity] {
        let activity = clientActivity
        return activity.indices.sorted { one, other in
            let (mine, others) = (activity[one], activity[other])
            return (mine.busyShare, mine.callsPerSecond, other)
                > (others.busyShare, others.callsPerSecond, one)
        }.map { activity[$0] }
    }

    /// How long the application's calls took, all commands together; `nil` without calls.
    ///
    /// The commands this program sends are left out: on a quiet server they would be most of it.
    package var latency: LatencyHistogram? { held[0].latency }

    /// What the later sample says of each command since the server's start.
    var commands: [CommandStatistics] { held[0].commands }

    /// The databases that hold keys at the end of the interval.
    package var databases: [DatabaseSize] { held[0].databases }
}

extension Interval {
    /// All keys of all databases, or `nil` if the server did not say.
    package var keys: UInt64? { info.keys(in: databases) }

    /// Those keys that will expire, or `nil` if the server did not say.
    package var expiringKeys: UInt64? {
        keys == nil ? nil : databases.reduce(0) { $0 &+ $1.expiringKeys }
    }

    private static func elapsed(from earlier: Observation, to later: Observation) -> Duration? {
        let ours = later.moment.elapsed(since: earlier.moment)
        guard let old = earlier.info[.serverTime], let new = later.info[.serverTime],
            new > old
        else { return ours > .zero ? ours : nil }
        let servers = Duration.microseconds(Int64(clamping: new - old))
        let slack = Duration.microseconds(
            earlier.roundTripMicroseconds &+ later.roundTripMicroseconds &+ 5_000
        )
        let isPlausible = servers - ours <= slack && ours - servers <= slack
        return isPlausible ? servers : (ours > .zero ? ours : nil)
    }

    /// How much a counter grew, or `nil` if either end is missing or the counter was reset.
    package func increase(of field: InfoField<UInt64>) -> UInt64? {
        Self.increase(from: held[0].earlier?.info[field], to: held[0].later.info[field])
            .flatMap { discontinuity == nil ? $0 : nil }
    }

    /// How much a count of what watching costs grew, or `nil` if either end is missing or it was reset.
    package func increase(ofCost count: (ObserverCost) -> UInt64?) -> UInt64? {
        guard discontinuity == nil, let before = (held[0].earlier?.cost).flatMap(count) else {
            return nil
        }
        return Self.increase(from: before, to: count(held[0].later.cost))
    }

    private static func increase(from before: UInt64?, to after: UInt64?) -> UInt64? {
        guard let before, let after, after >= before else { return nil }
        return after - before
    }

    /// How fast a counter grew, per second, or `nil` if that is unknown.
    package func rate(of field: InfoField<UInt64>) -> Double? {
        perSecond(increase(of: field).map { Double($0) })
    }

    /// An amount of this interval as a rate per second, or `nil` if either is unknown.
    package func perSecond(_ amount: Double?) -> Double? {
        guard let amount, let elapsed else { return nil }
        return amount / elapsed.seconds
    }
}

extension Interval {
    /// The application's lookups that found their key: the server's count without our own.
    package var hits: Double? {
        without(own: { $0.falseHits }, from: increase(of: .keyspaceHits))
    }

    /// The application's lookups that found nothing: the server's count without our own.
    package var misses: Double? {
        without(own: { $0.falseMisses }, from: increase(of: .keyspaceMisses))
    }

    /// The share of the application's lookups that found their key; `nil` without lookups.
    package var hitRatio: Double? {
        guard let hits, let misses, hits + misses > 0 else { return nil }
        return hits / (hits + misses)
    }

    /// Commands for each read from a socket, our own left out; 1 means that nobody pipelines.
    package var commandsPerRead: Double? {
        guard
            let commands = clientCommands,
            let reads = without(own: { $0.batches }, from: increase(of: .readsProcessed)),
            commands > 0, reads > 0
        else { return nil }
        return commands / reads
    }

    /// Error replies to others.
    var clientErrors: Double? {
        without(own: { $0.errorReplies }, from: increase(of: .errorReplies))
    }

    /// Commands that others sent.
    var clientCommands: Double? {
        without(own: { $0.commandsSent }, from: increase(of: .commandsProcessed))
    }

    private func without(own: (ObserverCost) -> UInt64, from amount: UInt64?) -> Double? {
        guard let amount, let own = increase(ofCost: own) else { return nil }
        return Double(amount > own ? amount - own : 0)
    }
}

extension Duration {
    /// The duration as seconds and fractions of one.
    package var seconds: Double { self / .seconds(1) }
}
