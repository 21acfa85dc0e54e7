import CacheMetrics

extension HealthRule {
    /// A policy that may only evict keys with a TTL, where few keys have one.
    package static let nothingEvictable = HealthRule(
        name: "nothing-evictable",
        title: "hardly anything may be evicted",
        thresholds: [mostShare, leastKeys, criticalLevel],
        condition:
            "a volatile-* policy with a limit, at least {keys} keys, and under {share} (until {share.until}) of them expire; critical over {critical_level} of maxmemory",
        effect: "once the keys with a TTL are gone the policy behaves as noeviction: writes fail",
        remedy: "give keys a TTL, or use an allkeys-* policy",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info, let policy = info[.maxmemoryPolicy] else { return .noSample }
        guard let level = node.metrics.latest(.evictionLevel) else {
            return .unknown("no maxmemory is set")
        }
        guard policy.starts(with: "volatile-".utf8) else { return .healthy }
        guard let keys = node.interval?.keys, Double(keys) >= node[leastKeys],
            let share = node.metrics.latest(.expiringShare)
        else { return .unknown("too few keys") }
        guard share < node[mostShare, holds] else { return .healthy }
        return .sick(
            level > node[criticalLevel] ? .critical : .warning,
            [
                Evidence("expiring_share", "keys that expire", share, .ratio),
                Evidence("keys", "of", Double(keys), .count),
                Evidence("eviction_level", "level", level, .ratio),
            ]
        )
    }

    private static let mostShare = Threshold("share", 0.2, .ratio, until: 0.24)
    private static let leastKeys = Threshold("keys", 1_000, .count)
    private static let criticalLevel = Threshold("critical_level", 0.95, .ratio)
}
