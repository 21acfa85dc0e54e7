import CacheMetrics

extension HealthRule {
    /// Keys whose time is up are not removed as fast as they expire.
    package static let expiryDebt = HealthRule(
        name: "expiry-debt",
        title: "expired keys are left over",
        condition:
            "the server estimates over 10 % (until 8 %) stale keys, or its expiry cycle ran out of time in over half (until 40 %) of the intervals of a minute",
        effect: "memory holds what nobody can read, and removing it stalls the server",
        remedy: "spread TTLs at random; raise active-expire-effort"
    ) { node, holds in
        guard let stale = node.metrics.latest(.staleShare) else { return .noSample }
        let minute = node.moment.beat - node.beats(in: 60) + 1
        let caps = node.metrics.values(of: .expiryTimeCaps, since: minute)
        let share = Double(caps.count { $0.value > 0 }) / Double(max(1, caps.count))
        let isCapped = caps.count >= 10 && share > (holds ? 0.4 : 0.5)
        guard stale > (holds ? 0.08 : 0.1) || isCapped else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("expired_stale_share", "stale", stale, .ratio),
                Evidence("intervals_out_of_time", "intervals out of time", share, .ratio, over: 60),
            ]
        )
    }
}
