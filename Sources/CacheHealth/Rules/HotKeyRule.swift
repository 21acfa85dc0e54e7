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
        if case .changes = survey.method {
            return .unknown("only changes are heard, and not how many commands there are")
        }
        guard let commands = node.clientCommands(seconds: 60, atLeast: 0.1), commands.mean >= 100
        else {
            return .unknown("under 100 commands a second")
        }
        let hottest = survey.hottestByRate.prefix(10).compactMap { key in
            node.leastShare(of: key).map { (key, $0) }
        }.max { $0.1 < $1.1 }
        guard let (key, share) = hottest else { return .unknown("no hot key has a rate yet") }
        let busy = node.metrics.latest(.mainThread) ?? 0
        guard share > (holds ? 0.08 : 0.1) else { return .healthy }
        let isOfTime: Bool =
            if case .tracked(let window) = survey.method { window.allMicroseconds != nil } else {
                false
            }
        let label = isOfTime ? "of the time of all commands" : "of all commands, at least"
        let rate = survey.rate(of: key).map {
            Evidence("requests_per_second", "requests", $0.perSecond, .perSecond)
        }
        return .sick(
            share > 0.5 && busy > 0.5 ? .critical : .warning,
            [Evidence("share_at_least", label, share, .ratio)] + [rate].compactMap(\.self),
            about: key.key
        )
    }
}
