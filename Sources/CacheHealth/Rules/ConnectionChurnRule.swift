import CacheMetrics

extension HealthRule {
    /// Connections are opened for a handful of commands each.
    package static let connectionChurn = HealthRule(
        name: "connection-churn",
        title: "connections are not kept",
        thresholds: [leastConnections, commandsEach],
        condition:
            "over a minute, over {connections} connections a second and one for fewer than {commands} commands (until {commands.until})",
        effect: "most of the time goes into connecting; with TLS it is many times that",
        remedy: "use a connection pool, or keep one connection open"
    ) { node, holds in
        guard let connects = node.window(of: .connections, seconds: 60),
            let commands = node.clientCommands(seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard connects.mean > node[leastConnections] else { return .healthy }
        let each = commands.mean / connects.mean
        guard each < node[commandsEach, holds] else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence(
                    "connections_per_second",
                    "connections",
                    connects.mean,
                    .perSecond,
                    over: connects.seconds
                ),
                Evidence("commands_per_connection", "commands for each", each, .quotient),
            ]
        )
    }

    private static let leastConnections = Threshold("connections", 1, .perSecond)
    private static let commandsEach = Threshold("commands", 50, .quotient, until: 60)
}
