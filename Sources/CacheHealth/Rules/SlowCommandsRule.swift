import CacheMetrics

extension HealthRule {
    /// The slow log grows: commands run longer than the server was told is long.
    package static let slowCommands = HealthRule(
        name: "slow-commands",
        title: "slow commands",
        thresholds: [mostEach],
        condition:
            "over {per_minute} new entries of the slow log a minute (until {per_minute.until}), over 5 minutes",
        effect: "while one command runs, all clients wait",
        remedy: "see which: an O(N) command on a large key, or a script"
    ) { node, holds in
        guard let slow = node.window(of: .slowCommands, seconds: 300) else {
            return .unknown("under 150 seconds of history, or no slow log")
        }
        let perMinute = slow.mean * 60
        guard perMinute > node[mostEach, holds] else { return .healthy }
        let worst = node.interval?.later.slowLog?.max { $0.microseconds < $1.microseconds }
        return .sick(
            .warning,
            [
                Evidence("slow_commands", "new entries", slow.total, .count, over: slow.seconds),
                Evidence(
                    "slowest_seconds",
                    "slowest kept",
                    Double(worst?.microseconds ?? 0) / 1e6,
                    .seconds
                ),
            ],
            about: worst?.command
        )
    }

    private static let mostEach = Threshold("per_minute", 1, .quotient, until: 0.5)
}
