import CacheMetrics

extension HealthRule {
    /// Keys that much of the traffic goes to are going to expire together.
    ///
    /// How much goes to them is what goes to the hottest keys of their pattern: in truth it is more.
    package static let stampedeAhead = HealthRule(
        name: "stampede-ahead",
        title: "a stampede is ahead",
        thresholds: [leastShare, leastPart, mostAhead, leastRate],
        condition:
            "over {part} of the expiring keys of a pattern will expire within one window of seconds, under {ahead} from now, and its hottest keys have surely over {share} (until {share.until}) of all commands, at least {commands} a second",
        effect: "so many requests will miss at once and ask the store behind",
        remedy:
            "renew the keys early, by chance and before the window; add a random part to their TTLs",
        pace: .eachBeat
    ) { node, holds in
        guard node.hasPatterns, let survey = node.survey else { return .noKeys }
        let waves = node.wavesAhead().filter {
            $0.burst.share.low >= node[leastPart, of: $0.pattern.traits]
                && $0.secondsAhead < node[mostAhead, of: $0.pattern.traits]
        }
        guard !waves.isEmpty else { return node.noWaves }
        guard let commands = node.clientCommands(seconds: 60, atLeast: 0.1),
            commands.mean >= node[leastRate]
        else { return .unknown("too few commands a second") }
        let shares = survey.hottest.compactMap { key in
            node.leastShare(of: key).map { (key: key.key, share: $0) }
        }
        guard !shares.isEmpty else { return .needsProbes }
        let found = waves.compactMap { wave -> (wave: ExpiryWave, share: Double)? in
            guard let template = wave.pattern.template else { return nil }
            let names = NameGlob(template)
            let share = shares.reduce(0) { names.matches($1.key) ? $0 + $1.share : $0 }
            let sure = min(1, share) * wave.burst.share.low
            return sure > node[leastShare, holds, of: wave.pattern.traits] ? (wave, sure) : nil
        }
        guard let (wave, share) = found.max(by: { $0.share < $1.share }) else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("seconds_ahead", "in", wave.secondsAhead, .seconds),
                Evidence("share_at_least", "of all commands, at least", share, .ratio),
                Evidence(
                    "misses_per_second",
                    "misses then, at least",
                    share * commands.mean,
                    .perSecond,
                    over: commands.seconds
                ),
                Evidence("keys", "keys", wave.keys, .count),
            ],
            about: wave.pattern.template
        )
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let leastPart = Threshold("part", 0.01, .ratio)
    private static let mostAhead = Threshold("ahead", 600, .seconds)
    private static let leastRate = Threshold("commands", 100, .perSecond)
}
