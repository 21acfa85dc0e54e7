import CacheMetrics

extension HealthRule {
    /// While the server fails, clients come back more and more often: each failure makes more work.
    package static let retryStorm = HealthRule(
        name: "retry-storm",
        title: "clients retry without pause",
        thresholds: [failingShare, times, leastRate],
        condition:
            "in 10 s over {failing} of commands fail or connections are refused, and connections are over {times} times (until {times.until}) what they were in the 5 minutes before, and over {connections} a second",
        effect: "the retries keep the server from recovering",
        remedy: "a circuit breaker, growing pauses with chance in them, and a fallback",
        pace: .eachBeat
    ) { node, holds in
        guard let connects = node.window(of: .connections, seconds: 10),
            let usual = node.window(of: .connections, seconds: 300, endingBefore: 10),
            let commands = node.clientCommands(seconds: 10)
        else { return .unknown("under 3 minutes of history") }
        let failing = node.window(of: Metric.errors, seconds: 10)?.mean ?? 0
        let refused = node.window(of: .rejectedConnections, seconds: 10)?.mean ?? 0
        guard failing > node[failingShare] * commands.mean || refused > 0,
            connects.mean > node[leastRate], connects.mean > node[times, holds] * usual.mean
        else { return .healthy }
        return .sick(
            .critical,
            [
                Evidence(
                    "connections_per_second",
                    "connections",
                    connects.mean,
                    .perSecond,
                    over: 10
                ),
                Evidence(
                    "usual_connections_per_second",
                    "before",
                    usual.mean,
                    .perSecond,
                    over: 300
                ),
                Evidence("errors_per_second", "errors", failing, .perSecond, over: 10),
            ]
        )
    }

    private static let failingShare = Threshold("failing", 0.05, .ratio)
    private static let times = Threshold("times", 3, .quotient, until: 2.4)
    private static let leastRate = Threshold("connections", 5, .perSecond)
}
