import CacheMetrics

extension HealthRule {
    /// A cache that refuses writes instead of making room.
    ///
    /// Keys that nearly all expire are a cache's; a store that is to keep everything is right to refuse.
    package static let noevictionFull = HealthRule(
        name: "noeviction-full",
        title: "a cache that cannot evict",
        thresholds: [leastLevel, expiringShare],
        condition:
            "policy noeviction with a limit: over {expiring_share} of the keys expire and over {level} (until {level.until}) of maxmemory is used; critical while writes fail for want of memory",
        effect:
            "when memory is full, writes fail with OOM instead of pushing out what nobody reads",
        remedy: "set maxmemory-policy to allkeys-lru or allkeys-lfu",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info, let policy = info[.maxmemoryPolicy] else { return .noSample }
        guard let level = node.metrics.latest(.evictionLevel) else {
            return .unknown("no maxmemory is set")
        }
        guard policy == Array("noeviction".utf8) else { return .healthy }
        let refused = info.refusedForMemory
        let before = node.interval?.earlier?.info.refusedForMemory ?? refused
        let isRefusing = refused > before
        let expiring = node.metrics.latest(.expiringShare) ?? 0
        guard expiring > node[expiringShare], isRefusing || level > node[leastLevel, holds] else {
            return .healthy
        }
        return .sick(
            isRefusing ? .critical : .warning,
            [
                Evidence("eviction_level", "level", level, .ratio),
                Evidence("expiring_share", "keys that expire", expiring, .ratio),
                Evidence("oom_errors", "writes refused since start", Double(refused), .count),
            ]
        )
    }

    private static let leastLevel = Threshold("level", 0.8, .ratio, until: 0.75)
    private static let expiringShare = Threshold("expiring_share", 0.5, .ratio)
}

extension InfoReport {
    /// Writes refused for want of memory since the server's start.
    fileprivate var refusedForMemory: UInt64 {
        errors.first { $0.name == Array("OOM".utf8) }?.count ?? 0
    }
}
