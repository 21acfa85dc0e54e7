import CacheMetrics

extension HealthRule {
    /// Many keys of a pattern are going to expire together (`keyspace.md` E11).
    package static let expiryWave = HealthRule(
        name: "expiry-wave",
        title: "keys will expire together",
        thresholds: [leastShare, leastKeys],
        condition:
            "surely over {share} of the expiring keys of a pattern that are neither limits nor locks, at least {keys} keys (until {keys.until}), will expire within one window of seconds, by the times to live that were looked at; the window is under a quarter of the uptime, and was foreseen 15 seconds ago",
        effect:
            "all of it is asked for again at once: the store behind gets the load the cache took",
        remedy: "add a random part to TTLs, such as a tenth; warm up step by step",
        pace: .eachBeat
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let waves = node.wavesAhead().filter {
            $0.burst.share.low >= node[leastShare, of: $0.pattern.traits]
                && $0.keys >= node[leastKeys, holds, of: $0.pattern.traits]
        }
        guard let wave = waves.max(by: { $0.keys < $1.keys }) else { return node.noWaves }
        let burst = wave.burst
        return .sick(
            .warning,
            [
                Evidence("seconds_ahead", "in", wave.secondsAhead, .seconds),
                Evidence("share", "of those that expire", burst.share.value, .ratio),
                Evidence("share_half_width", "±", (burst.share.high - burst.share.low) / 2, .ratio),
                Evidence("keys", "keys", wave.keys, .count),
                Evidence(
                    "within_seconds",
                    "within",
                    Double(burst.widthMilliseconds) / 1_000,
                    .seconds
                ),
            ],
            about: wave.pattern.template
        )
    }

    private static let leastShare = Threshold("share", 0.01, .ratio)
    private static let leastKeys = Threshold("keys", 500, .count, until: 400)
}
