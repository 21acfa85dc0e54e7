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
    /// Who is connected, on the beats on which that was asked.
    package var clients: ClientReport?
    /// What protects the server, on the beats on which that was asked.
    package var protection: Protection?
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
