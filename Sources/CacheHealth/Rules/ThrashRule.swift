import CacheMetrics

extension HealthRule {
    /// Keys are evicted so soon that caching them was in vain.
    ///
    /// How long a key stays is estimated by Little's law: keys held, over keys that leave each
    /// second. Deletions are not counted by the server, so the true stay is at most this.
    package static let thrash = HealthRule(
        name: "thrash",
        title: "evicting young keys",
        condition: "keys are evicted and stay less than 10 minutes, over the last minute",
        effect: "entries are thrown away before they pay for themselves",
        remedy: "raise maxmemory, drop keys that are read once, or use an LFU policy"
    ) { node, holds in
        let since = node.moment.beat - 59
        let evicted = node.metrics.sum(of: .evicted, since: since)
        let expired = node.metrics.sum(of: .expired, since: since)
        guard evicted.count >= 10, let keys = node.metrics.latest(.keys) else {
            return .unknown("under 10 intervals yet")
        }
        let evictedEach = evicted.sum / Double(evicted.count)
        guard evictedEach > 0 else { return .healthy }
        let expiredEach = expired.count == 0 ? 0 : expired.sum / Double(expired.count)
        let stay = keys / (evictedEach + expiredEach)
        guard stay < (holds ? 720 : 600) else { return .healthy }
        let window = Double(evicted.count)
        return .sick(
            .critical,
            [
                Evidence("evicted_per_second", "evicted", evictedEach, .perSecond, over: window),
                Evidence("stay_seconds", "a key stays at most", stay, .seconds, over: window),
            ]
        )
    }
}
