import CacheMetrics

extension HealthRule {
    /// A handful of keys is read all the time and hardly written: the application could keep them itself.
    package static let localCache = HealthRule(
        name: "local-cache",
        title: "worth a cache in the application",
        condition:
            "the 20 hottest keys have over 30 % (until 25 %) of all commands, and writes are under 1 %",
        effect: "a round trip for each read of what does not change",
        remedy:
            "an in-process cache of seconds, kept right by client-side caching (CLIENT TRACKING)"
    ) { node, holds in
        guard let survey = node.survey, let writes = node.window(of: .writes, seconds: 60),
            let commands = node.clientCommands(seconds: 60), commands.mean >= 100
        else { return .unknown("under 100 commands a second") }
        switch survey.method {
        case .changes, .tracked: return .unknown("the hottest keys are not known by their reads")
        case .frequency, .idleTime, .traffic, .unknown: break
        }
        let shares = survey.hottestByRate.prefix(20).compactMap { node.share(of: $0) }
        guard !shares.isEmpty else { return .unknown("no hot key has a rate yet") }
        let (reads, written) = (shares.reduce(0, +), writes.mean / commands.mean)
        guard reads > (holds ? 0.25 : 0.3), written < 0.01 else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("hottest_share", "of the commands", min(1, reads), .ratio),
                Evidence("hottest_keys", "for so many keys", Double(shares.count), .count),
                Evidence("write_share", "writes", written, .ratio, over: writes.seconds),
            ]
        )
    }
}
