import CacheMetrics

extension HealthRule {
    /// A handful of keys is read all the time and hardly written: the application could keep them itself.
    package static let localCache = HealthRule(
        name: "local-cache",
        title: "worth a cache in the application",
        thresholds: [leastShare, writeShare, leastRate],
        condition:
            "the 20 hottest keys have over {share} (until {share.until}) of all commands, at least {commands} a second, and writes are under {write_share}",
        effect: "a round trip for each read of what does not change",
        remedy:
            "an in-process cache of seconds, kept right by client-side caching (CLIENT TRACKING)"
    ) { node, holds in
        guard let survey = node.survey, let writes = node.window(of: .writes, seconds: 60),
            let commands = node.clientCommands(seconds: 60), commands.mean >= node[leastRate]
        else { return .unknown("too few commands a second") }
        switch survey.method {
        case .changes, .tracked: return .unknown("the hottest keys are not known by their reads")
        case .frequency, .idleTime, .traffic, .unknown: break
        }
        let shares = node.hotRates.hottest.prefix(20).compactMap { node.share(of: $0) }
        guard !shares.isEmpty else { return .needsProbes }
        let (reads, written) = (shares.reduce(0, +), writes.mean / commands.mean)
        guard reads > node[leastShare, holds], written < node[writeShare] else {
            return survey.knowsHotKeys || written >= node[writeShare] ? .healthy : .needsProbes
        }
        return .sick(
            .info,
            [
                Evidence("hottest_share", "of the commands", min(1, reads), .ratio),
                Evidence("hottest_keys", "for so many keys", Double(shares.count), .count),
                Evidence("write_share", "writes", written, .ratio, over: writes.seconds),
            ]
        )
    }

    private static let leastShare = Threshold("share", 0.3, .ratio, until: 0.25)
    private static let writeShare = Threshold("write_share", 0.01, .ratio)
    private static let leastRate = Threshold("commands", 100, .perSecond)
}
