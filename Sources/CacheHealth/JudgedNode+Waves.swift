import CacheMetrics

extension JudgedNode {
    /// Every burst of expiries ahead (`keyspace.md` E11), but for those that a start explains: right after
    /// one all keys are young, and those with one TTL end as close as they began.
    func wavesAhead() -> [ExpiryWave] {
        let uptime = Double(info?[.uptime] ?? 0)
        let now = Double(self.moment.steadyMicroseconds) / 1_000
        return patterns.filter { !$0.pattern.bursts.isEmpty }.flatMap { pattern in
            let row = row(of: pattern)
            let group = pattern.group
            let expiring = row.keys.value * Double(group.expiringKeys) / Double(max(1, group.keys))
            return pattern.pattern.bursts.compactMap { burst -> ExpiryWave? in
                let begins = Double(burst.beginsMilliseconds)
                guard begins > now, Double(burst.widthMilliseconds) / 1_000 < uptime / 4 else {
                    return nil
                }
                return ExpiryWave(
                    pattern: pattern,
                    burst: burst,
                    keys: (expiring * burst.share.value).rounded(),
                    secondsAhead: (begins - now) / 1_000
                )
            }
        }
    }
}
