import CacheMetrics

extension HealthRule {
    /// A replica does not follow its primary.
    package static let replicationLag = HealthRule(
        name: "replication-lag",
        title: "a replica is behind",
        thresholds: [mostSilence],
        condition:
            "on a replica: the link is down, or nothing came for {seconds} (until {seconds.until}); on a primary: a replica is not online",
        effect: "reads from it are stale, and a failover to it loses what it has not got",
        remedy: "see the network and the replica’s log; raise the backlog",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info, info[.role] != nil else { return .noSample }
        guard info.isReplica else {
            guard info[.connectedReplicas] ?? 0 > 0 else { return .healthy }
            let missing = info.replicas.count { !$0.isOnline }
            guard missing > 0 else { return .healthy }
            return .sick(
                .warning,
                [Evidence("replicas_not_online", "not online", Double(missing), .count)]
            )
        }
        let isDown = info[.masterLinkStatus] == Array("down".utf8)
        let isCopying = info[.syncInProgress] == 1
        // A link that was never up is down for -1 seconds, which is no number of seconds.
        let silence = info[isDown ? .masterLinkDown : .masterLastIO].map { Double($0) }
        guard isDown || silence ?? 0 > node[mostSilence, holds] else { return .healthy }
        return .sick(
            isDown && !isCopying ? .critical : .warning,
            [silence.map { Evidence("silent_seconds", "heard nothing for", $0, .seconds) }]
                .compactMap(\.self)
        )
    }

    private static let mostSilence = Threshold("seconds", 10, .seconds, until: 8)
}
