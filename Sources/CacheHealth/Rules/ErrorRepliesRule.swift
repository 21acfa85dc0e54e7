import CacheMetrics

extension HealthRule {
    /// Commands are answered with errors.
    ///
    /// Over one in a hundred is no accident. The kind told is the one that rose most in the last interval.
    package static let errorReplies = HealthRule(
        name: "errors",
        title: "errors are answered",
        thresholds: [leastShare, criticalShare, leastCommands],
        condition:
            "over a minute, over {share} (until {share.until}) of at least {commands} commands are answered with an error; critical over {critical_share}",
        effect: "the application fails, perhaps silently",
        remedy:
            "see the kind: OOM, MISCONF, READONLY, WRONGTYPE, NOPERM or NOSCRIPT each has its own remedy"
    ) { node, holds in
        guard let errors = node.window(of: .errors, seconds: 60),
            let commands = node.clientCommands(seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard commands.total >= node[leastCommands] else {
            return .unknown("too few commands in a minute")
        }
        // Commands that were refused before they ran are not among those that ran.
        let share = errors.mean / (commands.mean + errors.mean)
        guard share > node[leastShare, holds] else { return .healthy }
        return .sick(
            share > node[criticalShare] ? .critical : .warning,
            [
                Evidence("error_share", "of commands", share, .ratio, over: errors.seconds),
                Evidence(
                    "errors_per_second",
                    "errors",
                    errors.mean,
                    .perSecond,
                    over: errors.seconds
                ),
            ],
            about: node.interval?.commonestError
        )
    }

    private static let leastShare = Threshold("share", 0.01, .ratio, until: 0.008)
    private static let criticalShare = Threshold("critical_share", 0.1, .ratio)
    private static let leastCommands = Threshold("commands", 100, .count)
}

extension Interval {
    /// The kind of error that was sent most in the interval.
    fileprivate var commonestError: [UInt8]? {
        let (before, own) = (earlier?.info.errors ?? [], later.cost.errors)
        let ownBefore = earlier?.cost.errors ?? [:]
        let rises = info.errors.map { name, count in
            let code = String(decoding: name, as: UTF8.self)
            let ours = (own[code] ?? 0) &- min(own[code] ?? 0, ownBefore[code] ?? 0)
            let rise = count &- min(count, before.first { $0.name == name }?.count ?? 0)
            return (name, rise &- min(rise, ours))
        }
        return rises.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil }
    }
}
