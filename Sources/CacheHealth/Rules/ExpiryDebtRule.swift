import CacheMetrics

extension HealthRule {
    /// Keys whose time is up are not removed as fast as they expire.
    package static let expiryDebt = HealthRule(
        name: "expiry-debt",
        title: "expired keys are left over",
        thresholds: [staleShare, cappedShare],
        condition:
            "the server estimates over {stale_share} (until {stale_share.until}) stale keys, or its expiry cycle ran out of time in over {capped_share} (until {capped_share.until}) of the intervals of a minute",
        effect: "memory holds what nobody can read, and removing it stalls the server",
        remedy: "spread TTLs at random; raise active-expire-effort"
    ) { node, holds in
        guard let stale = node.metrics.latest(.staleShare) else { return .noSample }
        let minute = node.moment.beat - node.beats(in: 60) + 1
        var (count, capped) = (0, 0)
        node.metrics.visit(.expiryTimeCaps, since: minute) { _, value in
            (count, capped) = (count + 1, value > 0 ? capped + 1 : capped)
        }
        let share = Double(capped) / Double(max(1, count))
        let isCapped = count >= 10 && share > node[cappedShare, holds]
        guard stale > node[staleShare, holds] || isCapped else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("expired_stale_share", "stale", stale, .ratio),
                Evidence("intervals_out_of_time", "intervals out of time", share, .ratio, over: 60),
            ]
        )
    }

    private static let staleShare = Threshold("stale_share", 0.1, .ratio, until: 0.08)
    private static let cappedShare = Threshold("capped_share", 0.5, .ratio, until: 0.4)
}
