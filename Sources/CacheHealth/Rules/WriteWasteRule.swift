import CacheMetrics

extension HealthRule {
    /// More is written than read, and what is read misses.
    package static let writeWaste = HealthRule(
        name: "write-waste",
        title: "written, seldom read",
        thresholds: [leastWrites, leastLookups, writesEach, mostRatio, writeShare, leastHeard],
        condition:
            "over 5 minutes over {writes_per_lookup} writes (until {writes_per_lookup.until}) for each lookup, at least {writes} beside {lookups} lookups, while under {hit_ratio} of the lookups hit; or, where clients are heard, writing is surely over {write_share} (until {write_share.until}) of at least {heard} commands on a pattern named like a cache",
        effect: "the cache is kept up to date for nobody",
        remedy: "write around the cache and load on the first read"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        if let pattern = seldomRead(node, holds) { return pattern }
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

    /// A pattern that is kept up to date for nobody, whatever is done with the others.
    private static func seldomRead(_ node: JudgedNode, _ holds: Bool) -> Judgement? {
        let found = node.patterns.compactMap { row -> (row: JudgedPattern, share: Estimate)? in
            guard row.traits.purposes.contains(.cache),
                row.group.commonType == .string || row.group.commonType == .hash,
                let traffic = row.pattern.traffic,
                let share = traffic.writeShare,
                Double(traffic.count) >= node[leastHeard, of: row.traits],
                share.low > node[writeShare, holds, of: row.traits]
            else { return nil }
            return (row, share)
        }
        guard let (row, share) = found.max(by: { $0.share.low < $1.share.low }) else { return nil }
        return .sick(
            .warning,
            [
                Evidence("write_share", "of its commands write", share.value, .ratio, over: 60),
                Evidence("write_share_low", "surely over", share.low, .ratio, over: 60),
                Evidence(
                    "commands_heard",
                    "heard",
                    Double(row.pattern.traffic?.count ?? 0),
                    .count
                ),
            ],
            about: row.template
        )
    }

    private static let writeShare = Threshold("write_share", 0.7, .ratio, until: 0.6)
    private static let leastHeard = Threshold("heard", 200, .count)
    private static let leastWrites = Threshold("writes", 1_000, .count)
    private static let leastLookups = Threshold("lookups", 500, .count)
    private static let writesEach = Threshold("writes_per_lookup", 1, .quotient, until: 0.8)
    private static let mostRatio = Threshold("hit_ratio", 0.5, .ratio)
}
