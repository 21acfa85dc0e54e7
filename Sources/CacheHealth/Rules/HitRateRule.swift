import CacheMetrics

extension HealthRule {
    /// Too few lookups find their key.
    ///
    /// The target of 80 % is the one every guide to caching gives. It is taken over five minutes and
    /// over at least a thousand lookups, our own not counted, so that a quiet night is no finding. A
    /// server that has just been started misses because it is empty, which is no finding either.
    package static let hitRate = HealthRule(
        name: "hit-rate",
        title: "low hit ratio",
        thresholds: [leastRatio, criticalRatio, leastLookups],
        condition:
            "under {hit_ratio} (until over {hit_ratio.until}) of at least {lookups} lookups hit, over 5 minutes; critical under {critical_hit_ratio}",
        effect: "the store behind the cache carries the load the cache was meant to take",
        remedy: "lengthen TTLs, warm the cache, check that readers and writers name keys alike"
    ) { node, holds in
        let window = 300.0
        if let uptime = node.interval?.info[.uptime], uptime < 300 {
            return .unknown("the server started under 5 minutes ago")
        }
        guard let hits = node.window(of: .hits, seconds: window, atLeast: 0),
            let misses = node.window(of: .misses, seconds: window, atLeast: 0)
        else { return .noInterval }
        let lookups = hits.total + misses.total
        let enough = node[leastLookups]
        guard lookups >= enough else {
            return .unknown("under \(leastLookups.words(enough)) lookups in 5 minutes")
        }
        let ratio = hits.total / lookups
        guard ratio < node[leastRatio, holds] else { return .healthy }
        let halfWidth = wilsonHalfWidth(share: ratio, of: lookups)
        let seconds = hits.seconds
        return .sick(
            ratio < node[criticalRatio] ? .critical : .warning,
            [
                Evidence("hit_ratio", "hit ratio", ratio, .ratio, over: seconds),
                Evidence("hit_ratio_half_width", "±", halfWidth, .ratio, over: seconds),
                Evidence("lookups", "lookups", lookups, .count, over: seconds),
            ]
        )
    }

    private static let leastRatio = Threshold("hit_ratio", 0.8, .ratio, until: 0.84)
    private static let criticalRatio = Threshold("critical_hit_ratio", 0.5, .ratio)
    private static let leastLookups = Threshold("lookups", 1_000, .count)

    /// Half the width of the 95 % score interval of a share (Wilson 1927).
    private static func wilsonHalfWidth(share: Double, of count: Double) -> Double {
        let z = 1.96
        let root = (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        return z * root / (1 + z * z / count)
    }
}
