import CacheMetrics

extension HealthRule {
    /// Half of the memory would hit as often, by the idle times of the keys (`keyspace.md` E8).
    package static let memoryWasted = HealthRule(
        name: "memory-wasted",
        title: "more memory than needed",
        thresholds: [mostLoss],
        condition:
            "by LRU, half of maxmemory would answer less than {loss} (until {loss.until}) fewer of all lookups, by the best estimate, while keys are evicted",
        effect: "memory that is paid for and hits nothing more",
        remedy: "lower maxmemory, or keep something else in it"
    ) { node, holds in
        guard let evicted = node.window(of: .evicted, seconds: 60) else { return .noInterval }
        guard evicted.mean > 0 else {
            return .unknown("nothing is evicted: memory is not the limit")
        }
        guard node.info?.evictsByIdleTime == true else {
            return .unknown("only LRU policies keep idle times")
        }
        guard let curve = node.missRatioCurve, let now = curve.hitRatio(at: 1)?.value,
            let smaller = curve.hitRatio(at: 0.5)
        else { return .unknown("too few idle times yet") }
        guard now - smaller.value < node[mostLoss, holds] else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("hit_ratio_at_0_5x", "hit ratio at half", smaller.value, .ratio),
                Evidence("hit_ratio_half_width", "±", (smaller.high - smaller.low) / 2, .ratio),
                Evidence("hit_ratio", "now", now, .ratio, over: curve.seconds),
            ]
        )
    }

    private static let mostLoss = Threshold("loss", 0.01, .ratio, until: 0.02)
}
