import CacheMetrics

extension HealthRule {
    /// One key is asked for so often that it alone loads a core or a node.
    package static let hotKey = HealthRule(
        name: "hot-key",
        title: "a hot key",
        condition:
            "surely over 10 % (until 8 %) of all commands, at least 100 a second, are for one key; critical over half of them while the main thread uses over half of a core",
        effect: "a cluster cannot spread it: all its requests go to one node and one core",
        remedy:
            "keep it in the application for a second or two (L1, client-side caching), or split it"
    ) { node, holds in
        guard let survey = node.survey else { return .noKeys }
        guard let commands = node.window(of: .commands, seconds: 10), commands.mean >= 100 else {
            return .unknown("under 100 commands a second")
        }
        let hottest = survey.hottestByRate.prefix(10).compactMap { key in
            node.leastShare(of: key).map { (key, $0) }
        }.max { $0.1 < $1.1 }
        guard let (key, share) = hottest else { return .unknown("no hot key has a rate yet") }
        let busy = node.metrics.latest(.mainThread) ?? 0
        guard share > (holds ? 0.08 : 0.1) else { return .healthy }
        return .sick(
            share > 0.5 && busy > 0.5 ? .critical : .warning,
            [
                Evidence("share_at_least", "of all commands, at least", share, .ratio),
                Evidence(
                    "requests_per_second",
                    "requests",
                    survey.rate(of: key)?.perSecond ?? 0,
                    .perSecond
                ),
            ],
            about: key.key
        )
    }
}
