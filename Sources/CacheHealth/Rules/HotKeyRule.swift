import CacheMetrics

extension HealthRule {
    /// One key is asked for so often that it alone loads a core or a node.
    package static let hotKey = HealthRule(
        name: "hot-key",
        title: "a hot key",
        thresholds: [leastShare, leastRate, criticalShare, criticalBusy],
        condition:
            "surely over {share} (until {share.until}) of all commands, which are at least {commands} a second, are for one key; critical over {critical_share} of them while the main thread uses over {critical_busy} of a core",
        effect: "a cluster cannot spread it: all its requests go to one node and one core",
        remedy:
            "keep it in the application for a second or two (L1, client-side caching), or split it",
        pace: .eachBeat
    ) { node, holds in
        guard let survey = node.survey else { return .noKeys }
        if case .changes = survey.method {
            return .unknown("only changes are heard, and not how many commands there are")
        }
        guard let commands = node.clientCommands(seconds: 60, atLeast: 0.1),
            commands.mean >= node[leastRate]
        else {
            return .unknown("too few commands a second")
        }
        let hottest = node.hotRates.hottest.prefix(10).compactMap { key in
            node.leastShare(of: key).map { (key, $0) }
        }
        guard !hottest.isEmpty else { return .needsProbes }
        let busy = node.metrics.latest(.mainThread) ?? 0
        let loud = hottest.filter { key, share in
            node.traits(of: key.key).map { share > node[leastShare, holds, of: $0] } ?? false
        }
        guard let (key, share) = loud.max(by: { $0.1 < $1.1 }) else {
            return survey.knowsHotKeys ? .healthy : .needsProbes
        }
        let isOfTime: Bool =
            if case .tracked(let window) = survey.method { window.allMicroseconds != nil } else {
                false
            }
        let label = isOfTime ? "of the time of all commands" : "of all commands, at least"
        let rate = node.rate(of: key).map {
            Evidence("requests_per_second", "requests", $0.perSecond, .perSecond)
        }
        return .sick(
            share > node[criticalShare] && busy > node[criticalBusy] ? .critical : .warning,
            [Evidence("share_at_least", label, share, .ratio)] + [rate].compactMap(\.self),
            about: key.key
        )
    }

    private static let leastShare = Threshold("share", 0.1, .ratio, until: 0.08)
    private static let leastRate = Threshold("commands", 100, .perSecond)
    private static let criticalShare = Threshold("critical_share", 0.5, .ratio)
    private static let criticalBusy = Threshold("critical_busy", 0.5, .ratio)
}

extension KeySurvey {
    /// `true` where the hottest keys are among those known: clients were heard, the server tracks them, or
    /// the use of most keys was probed.
    var knowsHotKeys: Bool {
        switch method {
        case .traffic, .changes, .tracked: true
        case .frequency, .idleTime, .unknown:
            // Recordings made before 0.2 do not say: every key was probed in each sweep.
            probedKeys == 0 ? sweeps > 0 : Double(probedKeys) >= 0.5 * Double(databaseKeys ?? .max)
        }
    }
}
