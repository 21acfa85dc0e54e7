import CacheMetrics

extension HealthRule {
    /// Keys are deleted as often as they are read with success: they are gone before they pay.
    package static let churn = HealthRule(
        name: "churn",
        title: "deleted as fast as read",
        condition:
            "over 5 minutes at least 1,000 DEL or UNLINK calls, a fifth as many lookups, and no more hits than those (until 1.2 times as many)",
        effect: "nearly every read misses, and the work of writing was in vain",
        remedy: "invalidate less, or do not cache what changes faster than it is read"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        guard let deletes = node.window(of: .deletes, seconds: 300),
            let hits = node.window(of: .hits, seconds: 300)
        else { return .unknown("under 150 seconds of history") }
        guard deletes.total >= 1_000 else { return .healthy }
        // Locks and queues are deleted too, and not read before.
        let lookups = hits.total + (node.window(of: .misses, seconds: 300)?.total ?? 0)
        guard lookups >= 500, lookups > deletes.total / 5 else { return .healthy }
        guard hits.mean < deletes.mean * (holds ? 1.2 : 1) else { return .healthy }
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
}
