import CacheMetrics

extension HealthRule {
    /// Keys are deleted as often as they are read with success: they are gone before they pay.
    package static let churn = HealthRule(
        name: "churn",
        title: "deleted as fast as read",
        thresholds: [leastDeletes, leastLookups, hitsEach],
        condition:
            "over 5 minutes at least {deletes} DEL or UNLINK calls, a fifth as many lookups and at least {lookups}, and under {hits_per_delete} hits (until {hits_per_delete.until}) for each of those calls",
        effect: "nearly every read misses, and the work of writing was in vain",
        remedy: "invalidate less, or do not cache what changes faster than it is read"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        guard let deletes = node.window(of: .deletes, seconds: 300),
            let hits = node.window(of: .hits, seconds: 300)
        else { return .unknown("under 150 seconds of history") }
        guard deletes.total >= node[leastDeletes] else { return .healthy }
        // Locks and queues are deleted too, and not read before.
        let lookups = hits.total + (node.window(of: .misses, seconds: 300)?.total ?? 0)
        guard lookups >= node[leastLookups], lookups > deletes.total / 5 else { return .healthy }
        guard hits.mean < deletes.mean * node[hitsEach, holds] else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence(
                    "deletes_per_second",
                    "deletes",
                    deletes.mean,
                    .perSecond,
                    over: deletes.seconds
                ),
                Evidence("hits_per_second", "hits", hits.mean, .perSecond, over: hits.seconds),
            ]
        )
    }

    private static let leastDeletes = Threshold("deletes", 1_000, .count)
    private static let leastLookups = Threshold("lookups", 500, .count)
    private static let hitsEach = Threshold("hits_per_delete", 1, .quotient, until: 1.2)
}
