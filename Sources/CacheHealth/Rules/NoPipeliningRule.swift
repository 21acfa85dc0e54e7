import CacheMetrics

extension HealthRule {
    /// Few clients send many commands, each in a packet of its own.
    package static let noPipelining = HealthRule(
        name: "no-pipelining",
        title: "commands go one by one",
        condition:
            "over a minute, over 5,000 commands a second (until 4,000), over 1,000 for each client, and under 1.2 for each read from a socket",
        effect: "each command pays for a round trip: 20 µs and more instead of 1 µs",
        remedy: "send commands in pipelines, or use MGET and MSET"
    ) { node, holds in
        guard let commands = node.clientCommands(seconds: 60),
            let each = node.window(of: .commandsPerRead, seconds: 60),
            let clients = node.metrics.latest(.clients)
        else { return .unknown("under half a minute of history") }
        guard commands.mean > (holds ? 4_000 : 5_000) else { return .healthy }
        let perClient = commands.mean / max(1, clients - 1)
        guard each.mean < 1.2, perClient > 1_000 else { return .healthy }
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
                Evidence("commands_per_client", "for each client", perClient, .perSecond),
            ]
        )
    }
}
