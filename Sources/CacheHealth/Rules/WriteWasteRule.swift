import CacheMetrics

extension HealthRule {
    /// More is written than read, and what is read misses.
    package static let writeWaste = HealthRule(
        name: "write-waste",
        title: "written, seldom read",
        condition:
            "over 5 minutes more writes than lookups (until 80 % of them), at least 1,000 beside 500 lookups, while under half of the lookups hit",
        effect: "the cache is kept up to date for nobody",
        remedy: "write around the cache and load on the first read"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        guard let writes = node.window(of: .writes, seconds: 300),
            let hits = node.window(of: .hits, seconds: 300),
            let misses = node.window(of: .misses, seconds: 300)
        else { return .unknown("under 150 seconds of history") }
        guard writes.total >= 1_000 else { return .unknown("under 1,000 writes in 5 minutes") }
        guard hits.total + misses.total >= 500 else {
            return .unknown("hardly anything is looked up: it is no cache")
        }
        let lookups = hits.mean + misses.mean
        let ratio = hits.mean / lookups
        guard writes.mean > lookups * (holds ? 0.8 : 1), ratio < 0.5 else { return .healthy }
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
}
