import CacheMetrics

extension HealthRule {
    /// More memory would turn misses into hits, by the idle times of the keys (`keyspace.md` E8).
    package static let memoryBoundMisses = HealthRule(
        name: "memory-bound-misses",
        title: "more memory would hit more",
        thresholds: [leastGain],
        condition:
            "keys are evicted, by LRU, and 1.5 times maxmemory would for sure answer {gain} (until {gain.until}) more of all lookups",
        effect: "misses that more memory would answer",
        remedy: "raise maxmemory, or cut what fills it: long TTLs, large values"
    ) { node, holds in
        guard let evicted = node.window(of: .evicted, seconds: 60) else { return .noInterval }
        guard evicted.mean > 0 else { return .healthy }
        guard node.info?.evictsByIdleTime == true else {
            return .unknown("only LRU policies keep idle times")
        }
        guard let curve = node.missRatioCurve, let now = curve.hitRatio(at: 1)?.value,
            let larger = curve.hitRatio(at: 1.5)
        else { return .needsProbes }
        guard larger.low - now > node[leastGain, holds] else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("hit_ratio_at_1_5x", "hit ratio at 1.5 times", larger.value, .ratio),
                Evidence("hit_ratio", "now", now, .ratio, over: curve.seconds),
                Evidence(
                    "evicted_per_second",
                    "evicted",
                    evicted.mean,
                    .perSecond,
                    over: evicted.seconds
                ),
            ]
        )
    }

    private static let leastGain = Threshold("gain", 0.03, .ratio, until: 0.02)
}

extension InfoReport {
    /// Whether what is evicted is what was idle longest.
    var evictsByIdleTime: Bool {
        self[.maxmemoryPolicy].map { String(decoding: $0, as: UTF8.self).hasSuffix("lru") } ?? false
    }
}
