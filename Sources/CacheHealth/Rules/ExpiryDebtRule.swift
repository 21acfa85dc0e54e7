import CacheMetrics

extension HealthRule {
    /// Keys whose time is up are not removed as fast as they expire.
    package static let expiryDebt = HealthRule(
        name: "expiry-debt",
        title: "expired keys are left over",
        condition:
            "the server estimates over 10 % (until 8 %) stale keys, or its expiry cycle ran out of time in most intervals of a minute",
        effect: "memory holds what nobody can read, and removing it stalls the server",
        remedy: "spread TTLs at random; raise active-expire-effort"
    ) { node, holds in
        guard let stale = node.metrics.latest(.staleShare) else { return .noSample }
        let caps = node.window(of: .expiryTimeCaps, seconds: 60)
        let isCapped = (caps?.mean ?? 0) > (holds ? 1.6 : 2)
        guard stale > (holds ? 0.08 : 0.1) || isCapped else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("expired_stale_share", "stale", stale, .ratio),
                Evidence(
                    "expiry_time_caps_per_second",
                    "cycle out of time",
                    caps?.mean ?? 0,
                    .perSecond,
                    over: caps?.seconds
                ),
            ]
        )
    }
}
