import CacheMetrics

extension HealthRule {
    /// Watching takes a part of the server that can be felt.
    package static let observer = HealthRule(
        name: "observer",
        title: "watching costs too much",
        thresholds: [leastShare],
        condition:
            "our commands take over {share} (until {share.until}) of a core, over a minute",
        effect: "what is measured is changed by measuring",
        remedy: "lower --sample-budget, or a longer --interval; watch a replica"
    ) { node, holds in
        guard let share = node.window(of: .observerShare, seconds: 60) else {
            return .unknown("under half a minute of history")
        }
        guard share.mean > node[leastShare, holds] else { return .healthy }
        return .sick(
            .warning,
            [Evidence("observer_share", "of a core", share.mean, .ratio, over: share.seconds)]
        )
    }

    private static let leastShare = Threshold("share", 0.01, .ratio, until: 0.008)
}
