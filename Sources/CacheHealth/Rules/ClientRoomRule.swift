import CacheMetrics

extension HealthRule {
    /// The server has no room for more clients, or soon has none.
    package static let clientRoom = HealthRule(
        name: "rejected-connections",
        title: "no room for clients",
        thresholds: [leastShare],
        condition:
            "connections were refused within a minute, or over {share} (until {share.until}) of maxclients are in use",
        effect: "clients that are refused cannot use the cache at all",
        remedy: "use connection pools, close what is idle (timeout), raise maxclients",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info, let clients = info[.connectedClients],
            let limit = info[.maxclients], limit > 0
        else { return .unknown("the server does not tell maxclients") }
        let refused = Evidence.count(
            node.window(of: .rejectedConnections, seconds: 60)?.total ?? 0
        )
        let share = Double(clients) / Double(limit)
        guard refused > 0 || share > node[leastShare, holds] else { return .healthy }
        return .sick(
            refused > 0 ? .critical : .warning,
            [
                Evidence("rejected_connections", "refused", refused, .count, over: 60),
                Evidence("connected_clients", "connected", Double(clients), .count),
                Evidence("maxclients", "of", Double(limit), .count),
            ]
        )
    }

    private static let leastShare = Threshold("share", 0.8, .ratio, until: 0.75)
}
