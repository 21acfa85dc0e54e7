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
        condition:
            "under 80 % (until over 84 %) of at least 1,000 lookups hit, over 5 minutes; critical under 50 %",
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
        guard lookups >= 1_000 else { return .unknown("under 1,000 lookups in 5 minutes") }
        let ratio = hits.total / lookups
        guard ratio < (holds ? 0.84 : 0.80) else { return .healthy }
        let halfWidth = wilsonHalfWidth(share: ratio, of: lookups)
        let seconds = hits.seconds
        return .sick(
            ratio < 0.5 ? .critical : .warning,
            [
                Evidence("hit_ratio", "hit ratio", ratio, .ratio, over: seconds),
                Evidence("hit_ratio_half_width", "±", halfWidth, .ratio, over: seconds),
                Evidence("lookups", "lookups", lookups, .count, over: seconds),
            ]
        )
    }

    /// Half the width of the 95 % score interval of a share (Wilson 1927).
    private static func wilsonHalfWidth(share: Double, of count: Double) -> Double {
        let z = 1.96
        let root = (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        return z * root / (1 + z * z / count)
    }
}
