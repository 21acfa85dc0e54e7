import CacheMetrics

extension HealthRule {
    /// Commands are answered with errors.
    ///
    /// Over one in a hundred is no accident. The kind told is the one that rose most in the last interval.
    package static let errorReplies = HealthRule(
        name: "errors",
        title: "errors are answered",
        condition:
            "over a minute, over 1 % (until 0.8 %) of at least 100 commands are answered with an error; critical over 10 %",
        effect: "the application fails, perhaps silently",
        remedy:
            "see the kind: OOM, MISCONF, READONLY, WRONGTYPE, NOPERM or NOSCRIPT each has its own remedy"
    ) { node, holds in
        guard let errors = node.window(of: .errors, seconds: 60),
            let commands = node.clientCommands(seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard commands.total >= 100 else { return .unknown("under 100 commands in a minute") }
        // Commands that were refused before they ran are not among those that ran.
        let share = errors.mean / (commands.mean + errors.mean)
        guard share > (holds ? 0.008 : 0.01) else { return .healthy }
        return .sick(
            share > 0.1 ? .critical : .warning,
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
}

extension Interval {
    /// The kind of error that was sent most in the interval.
    fileprivate var commonestError: [UInt8]? {
        let before = earlier?.sample.info.errors ?? []
        let rises = info.errors.map { name, count in
            (name, count &- min(count, before.first { $0.name == name }?.count ?? 0))
        }
        return rises.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil }
    }
}
