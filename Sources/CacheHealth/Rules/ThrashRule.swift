import CacheMetrics

extension HealthRule {
    /// Keys are evicted so soon that caching them was in vain.
    ///
    /// How long a key stays is estimated by Little's law: keys held, over keys that leave each
    /// second, both of the same minute. Deletions are not counted by the server, so the true stay is at most this.
    package static let thrash = HealthRule(
        name: "thrash",
        title: "evicting young keys",
        thresholds: [leastStay, evictedShare],
        condition:
            "keys are evicted, over {evicted_per_expired} for each that expires, and stay less than {stay} (until {stay.until}), over the last minute",
        effect: "entries are thrown away before they pay for themselves",
        remedy: "raise maxmemory, drop keys that are read once, or use an LFU policy"
    ) { node, holds in
        guard let evicted = node.window(of: .evicted, seconds: 60, atLeast: 1.0 / 6),
            let keys = node.window(of: .keys, seconds: 60, atLeast: 1.0 / 6)?.mean
        else { return .unknown("under 10 seconds of history") }
        let evictedEach = evicted.mean
        guard evictedEach > 0 else { return .healthy }
        let expiredEach = node.window(of: .expired, seconds: 60, atLeast: 0)?.mean ?? 0
        // A cache of short-lived keys loses most of them anyway: one eviction among them is no thrashing.
        guard evictedEach > node[evictedShare] * expiredEach else { return .healthy }
        let stay = keys / (evictedEach + expiredEach)
        guard stay < node[leastStay, holds] else { return .healthy }
        let window = evicted.seconds
        return .sick(
            .critical,
            [
                Evidence("evicted_per_second", "evicted", evictedEach, .perSecond, over: window),
                Evidence("stay_seconds", "a key stays at most", stay, .seconds, over: window),
            ]
        )
    }

    private static let leastStay = Threshold("stay", 600, .seconds, until: 720)
    private static let evictedShare = Threshold("evicted_per_expired", 0.2, .quotient)
}
