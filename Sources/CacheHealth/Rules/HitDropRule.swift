import CacheMetrics

extension HealthRule {
    /// The hit ratio has fallen well below what it was in the hour before.
    ///
    /// The last five minutes are set beside the eleven before, five minutes each, as far as they are known; the
    /// spread is that of those (their robust standard deviation), not that of single lookups.
    package static let hitDrop = HealthRule(
        name: "hit-drop",
        title: "the hit ratio has fallen",
        thresholds: [leastFall, deviations, leastLookups],
        condition:
            "5 minutes of at least {lookups} lookups are over {fall} of all lookups (until {fall.until}) and over {deviations} robust standard deviations below the median of the hour before",
        effect: "something changed: a release, a flush, or keys that expired together",
        remedy: "look at what happened then: deploys, key versions, FLUSHALL, expiries"
    ) { node, holds in
        guard let now = node.window(of: .hitRatio, seconds: 300),
            let lookups = node.window(of: .hits, seconds: 300),
            let missed = node.window(of: .misses, seconds: 300),
            lookups.total + missed.total >= node[leastLookups]
        else { return .unknown("too few lookups in 5 minutes") }
        let least = now.mean + node[leastFall, holds]
        var (before, noBetter) = ([Double](), 0)
        for age in 1...11 {
            let window = node.window(of: .hitRatio, seconds: 300, endingBefore: Double(age) * 300)
            guard let ratio = window?.mean else { continue }
            before.append(ratio)
            noBetter += ratio <= least ? 1 : 0
            // Then the median is not that much better either, whatever the rest were.
            guard noBetter < 6 else { return .healthy }
        }
        guard before.count >= 3 else { return .unknown("under 20 minutes of history") }
        before.sort()
        let usual = before[before.count / 2]
        let spread = before.map { abs($0 - usual) }.sorted()[before.count / 2] * 1.4826
        let fall = usual - now.mean
        guard fall > node[leastFall, holds], fall > node[deviations] * spread else {
            return .healthy
        }
        return .sick(
            .warning,
            [
                Evidence("hit_ratio", "hit ratio", now.mean, .ratio, over: now.seconds),
                Evidence("usual_hit_ratio", "before", usual, .ratio, over: 3_300),
            ]
        )
    }

    private static let leastFall = Threshold("fall", 0.05, .ratio, until: 0.04)
    private static let deviations = Threshold("deviations", 4, .quotient)
    private static let leastLookups = Threshold("lookups", 1_000, .count)
}
