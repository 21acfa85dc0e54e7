import CacheMetrics

extension HealthRule {
    /// Keys expire so soon that they are asked for again when they have just gone.
    ///
    /// How long they live is told by Little's law: keys that expire, over keys that expire each second. Only
    /// reads count as misses, so locks and counters that come and go are none of it.
    package static let ttlTooShort = HealthRule(
        name: "ttl-too-short",
        title: "keys expire before they pay",
        thresholds: [mostLife, leastExpired, missesEach, mostRatio],
        condition:
            "over a minute at least {expired} keys expire, after under {life} (until {life.until}) of life on average, each is missed over {misses_per_key} times, and under {hit_ratio} of the lookups hit",
        effect: "the store behind is asked for the same again and again",
        remedy: "longer TTLs, renewed early while the key is in use; delete on change, not by time"
    ) { node, holds in
        guard let expired = node.window(of: .expired, seconds: 60),
            let hits = node.window(of: .hits, seconds: 60),
            let misses = node.window(of: .misses, seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard expired.total >= node[leastExpired], misses.mean > 0 else { return .healthy }
        guard let keys = node.metrics.latest(.keys),
            let share = node.metrics.latest(.expiringShare)
        else { return .unknown("the server does not tell how many keys expire") }
        let life = keys * share / expired.mean
        let each = misses.mean / expired.mean
        let ratio = hits.mean / (hits.mean + misses.mean)
        guard life < node[mostLife, holds], each > node[missesEach], ratio < node[mostRatio]
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("life_seconds", "a key lives", life, .seconds, over: expired.seconds),
                Evidence(
                    "expired_per_second",
                    "expired",
                    expired.mean,
                    .perSecond,
                    over: expired.seconds
                ),
                Evidence("misses_per_expired_key", "misses for each", each, .quotient),
                Evidence("hit_ratio", "hit ratio", ratio, .ratio, over: hits.seconds),
            ]
        )
    }

    private static let mostLife = Threshold("life", 10, .seconds, until: 12)
    private static let leastExpired = Threshold("expired", 100, .count)
    private static let missesEach = Threshold("misses_per_key", 0.3, .quotient)
    private static let mostRatio = Threshold("hit_ratio", 0.9, .ratio)
}
