import CacheMetrics

extension HealthRule {
    /// Watching takes a part of the server that can be felt.
    package static let observer = HealthRule(
        name: "observer",
        title: "watching costs too much",
        thresholds: [leastShare, leastExcess],
        condition:
            "over 1 min our commands take more than {share} (until {share.until}) of a core, or make more than {excess} times the lookups that --probe-share allows",
        effect: "what is measured is changed by measuring",
        remedy: "lower --sample-budget or --probe-share, poll less often, or watch a replica"
    ) { node, holds in
        guard let share = node.window(of: .observerShare, seconds: 60) else {
            return .unknown("under half a minute of history")
        }
        if share.mean > node[leastShare, holds] {
            return .sick(
                .warning,
                [Evidence("observer_share", "of a core", share.mean, .ratio, over: share.seconds)]
            )
        }
        guard let own = node.window(of: .observerLookups, seconds: 60),
            let allowed = node.allowedLookups, own.total > 60,
            own.total > allowed * node[leastExcess, holds]
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("own_lookups", "own lookups", own.total, .count, over: own.seconds),
                Evidence("allowed_lookups", "allowed", allowed, .count, over: own.seconds),
            ]
        )
    }

    private static let leastShare = Threshold("share", 0.01, .ratio, until: 0.008)
    private static let leastExcess = Threshold("excess", 1.5, .quotient, until: 1.2)
}

extension JudgedNode {
    /// Lookups that we were allowed in the last minute, or `nil` where the recording does not say.
    fileprivate var allowedLookups: Double? {
        guard self.interval?.later.cost.allowedLookups ?? 0 > 0 else { return nil }
        return window(of: .allowedLookups, seconds: 60)?.total
    }
}
