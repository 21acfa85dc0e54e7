import CacheMetrics

extension HealthRule {
    /// Many keys of a pattern are going to expire together (`keyspace.md` E11).
    package static let expiryWave = HealthRule(
        name: "expiry-wave",
        title: "keys will expire together",
        condition:
            "surely over 1 % of the expiring keys of a pattern, at least 500 keys, will expire within one window of seconds, by the times to live that were looked at; the window is under a quarter of the uptime",
        effect:
            "all of it is asked for again at once: the store behind gets the load the cache took",
        remedy: "add a random part to TTLs, such as a tenth; warm up step by step"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        // Right after a start all keys are young, and those with one TTL end as close as they began.
        let uptime = Double(node.info?[.uptime] ?? 0)
        let now = Double(node.moment.steadyMicroseconds) / 1_000
        let waves = node.patterns.flatMap { row in
            row.pattern.bursts.map { (row, $0, row.expiring($0)) }
        }
        let ahead = waves.filter { _, burst, keys in
            Double(burst.beginsMilliseconds) > now && burst.share.low >= 0.01
                && Double(burst.widthMilliseconds) / 1_000 < uptime / 4
                && keys >= (holds ? 400 : 500)
        }
        guard let (row, burst, keys) = ahead.max(by: { $0.2 < $1.2 }) else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence(
                    "seconds_ahead",
                    "in",
                    (Double(burst.beginsMilliseconds) - now) / 1_000,
                    .seconds
                ),
                Evidence("share", "of those that expire", burst.share.value, .ratio),
                Evidence("share_half_width", "±", (burst.share.high - burst.share.low) / 2, .ratio),
                Evidence("keys", "keys", keys, .count),
                Evidence(
                    "within_seconds",
                    "within",
                    Double(burst.widthMilliseconds) / 1_000,
                    .seconds
                ),
            ],
            about: row.template
        )
    }
}

extension PatternTable.Row {
    /// About how many keys expire in a burst.
    fileprivate func expiring(_ burst: ExpiryBurst) -> Double {
        guard group.keys > 0 else { return 0 }
        let all = keys.value * Double(group.expiringKeys) / Double(group.keys)
        return (all * burst.share.value).rounded()
    }
}
