import CacheMetrics

extension HealthRule {
    /// A policy that may only evict keys with a TTL, where few keys have one.
    package static let nothingEvictable = HealthRule(
        name: "nothing-evictable",
        title: "hardly anything may be evicted",
        condition:
            "a volatile-* policy with a limit, at least 1,000 keys, and under 20 % (until 24 %) of them expire; critical over 95 % of maxmemory",
        effect: "once the keys with a TTL are gone the policy behaves as noeviction: writes fail",
        remedy: "give keys a TTL, or use an allkeys-* policy"
    ) { node, holds in
        guard let info = node.info, let policy = info[.maxmemoryPolicy] else { return .noSample }
        guard let level = node.metrics.latest(.evictionLevel) else {
            return .unknown("no maxmemory is set")
        }
        guard policy.starts(with: "volatile-".utf8) else { return .healthy }
        guard let keys = info.keys, keys >= 1_000, let share = node.metrics.latest(.expiringShare)
        else { return .unknown("under 1,000 keys") }
        guard share < (holds ? 0.24 : 0.2) else { return .healthy }
        return .sick(
            level > 0.95 ? .critical : .warning,
            [
                Evidence("expiring_share", "keys that expire", share, .ratio),
                Evidence("keys", "of", Double(keys), .count),
                Evidence("eviction_level", "level", level, .ratio),
            ]
        )
    }
}
