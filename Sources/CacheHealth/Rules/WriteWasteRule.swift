import CacheMetrics

extension HealthRule {
    /// More is written than read, and what is read misses.
    package static let writeWaste = HealthRule(
        name: "write-waste",
        title: "written, seldom read",
        thresholds: [leastWrites, leastLookups, writesEach, mostRatio],
        condition:
            "over 5 minutes over {writes_per_lookup} writes (until {writes_per_lookup.until}) for each lookup, at least {writes} beside {lookups} lookups, while under {hit_ratio} of the lookups hit",
        effect: "the cache is kept up to date for nobody",
        remedy: "write around the cache and load on the first read"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        guard let writes = node.window(of: .writes, seconds: 300),
            let hits = node.window(of: .hits, seconds: 300),
            let misses = node.window(of: .misses, seconds: 300)
        else { return .unknown("under 150 seconds of history") }
        guard writes.total >= node[leastWrites] else {
            return .unknown("too few writes in 5 minutes")
        }
        guard hits.total + misses.total >= node[leastLookups] else {
            return .unknown("hardly anything is looked up: it is no cache")
        }
        let lookups = hits.mean + misses.mean
        let ratio = hits.mean / lookups
        guard writes.mean > lookups * node[writesEach, holds], ratio < node[mostRatio] else {
            return .healthy
        }
        return .sick(
            .warning,
            [
                Evidence(
                    "writes_per_second",
                    "writes",
                    writes.mean,
                    .perSecond,
                    over: writes.seconds
                ),
                Evidence("lookups_per_second", "lookups", lookups, .perSecond, over: hits.seconds),
                Evidence("hit_ratio", "hit ratio", ratio, .ratio, over: hits.seconds),
            ]
        )
    }

    private static let leastWrites = Threshold("writes", 1_000, .count)
    private static let leastLookups = Threshold("lookups", 500, .count)
    private static let writesEach = Threshold("writes_per_lookup", 1, .quotient, until: 0.8)
    private static let mostRatio = Threshold("hit_ratio", 0.5, .ratio)
}
