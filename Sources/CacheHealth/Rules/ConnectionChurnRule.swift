import CacheMetrics

extension HealthRule {
    /// Connections are opened for a handful of commands each.
    package static let connectionChurn = HealthRule(
        name: "connection-churn",
        title: "connections are not kept",
        condition:
            "over a minute, over 1 connection a second and one for fewer than 50 commands (until 60)",
        effect: "most of the time goes into connecting; with TLS it is many times that",
        remedy: "use a connection pool, or keep one connection open"
    ) { node, holds in
        guard let connects = node.window(of: .connections, seconds: 60),
            let commands = node.clientCommands(seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard connects.mean > 1 else { return .healthy }
        let each = commands.mean / connects.mean
        guard each < (holds ? 60 : 50) else { return .healthy }
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
}
