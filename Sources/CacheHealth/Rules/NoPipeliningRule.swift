import CacheMetrics

extension HealthRule {
    /// Few clients send many commands, each in a packet of its own.
    package static let noPipelining = HealthRule(
        name: "no-pipelining",
        title: "commands go one by one",
        thresholds: [leastRate, perClient, perRead],
        condition:
            "over a minute, over {commands} commands a second (until {commands.until}), over {commands_per_client} for each client, and under {commands_per_read} for each read from a socket",
        effect: "each command pays for a round trip: 20 µs and more instead of 1 µs",
        remedy: "send commands in pipelines, or use MGET and MSET"
    ) { node, holds in
        guard let commands = node.clientCommands(seconds: 60),
            let each = node.window(of: .commandsPerRead, seconds: 60),
            let clients = node.metrics.latest(.clients)
        else { return .unknown("under half a minute of history") }
        guard commands.mean > node[leastRate, holds] else { return .healthy }
        let ofClient = commands.mean / max(1, clients - 1)
        guard each.mean < node[perRead], ofClient > node[perClient] else { return .healthy }
        return .sick(
            .info,
            [
                Evidence(
                    "commands_per_read",
                    "commands for each read",
                    each.mean,
                    .quotient,
                    over: 60
                ),
                Evidence("commands_per_second", "commands", commands.mean, .perSecond, over: 60),
                Evidence("commands_per_client", "for each client", ofClient, .perSecond),
            ]
        )
    }

    private static let leastRate = Threshold("commands", 5_000, .perSecond, until: 4_000)
    private static let perClient = Threshold("commands_per_client", 1_000, .perSecond)
    private static let perRead = Threshold("commands_per_read", 1.2, .quotient)
}
