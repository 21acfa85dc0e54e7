import CacheMetrics

extension HealthRule {
    /// Keys live much longer or shorter than what they hold stays true.
    ///
    /// The ranges are those of the guides to caching, by words in the names. What is measured is the time that
    /// is left, half of the TTL on average where keys are written all the time.
    package static let ttlFit = HealthRule(
        name: "ttl-fit",
        title: "TTLs outside their class",
        thresholds: [factor, leastKeys],
        condition:
            "of at least {keys} keys, {factor} times twice the median time left is under what its class should have, or the median over {factor} times that: sessions 30 min to 24 h, profiles 1 to 4 h, trending 1 to 5 min, static data 24 h and more, unless set otherwise",
        effect: "too long shows what is no longer so; too short asks the store again for nothing",
        remedy: "set the TTL by how long the data stays true"
    ) { node, _ in
        guard node.hasPatterns else { return .noKeys }
        let unfit = node.patterns.filter { pattern in
            guard let range = pattern.traits.lifetime, let median = pattern.pattern.medianSeconds,
                Double(pattern.group.expiringKeys) >= node[leastKeys, of: pattern.traits]
            else { return false }
            let times = node[factor, of: pattern.traits]
            return 2 * median * times < range.lowerBound || median > range.upperBound * times
        }
        guard let pattern = node.biggest(of: unfit), let range = pattern.traits.lifetime,
            let median = pattern.pattern.medianSeconds
        else {
            let isKnown = node.patterns.allSatisfy { pattern in
                pattern.traits.lifetime == nil
                    || node.keysWithKnownTTL(pattern.group)
                        >= min(node[leastKeys, of: pattern.traits], Double(pattern.group.keys))
            }
            return isKnown ? .healthy : .needsProbes
        }
        return .sick(
            .info,
            [
                Evidence("median_seconds_left", "median time left", median, .seconds),
                Evidence("class_least_seconds", "class from", range.lowerBound, .seconds),
                Evidence("class_most_seconds", "to", range.upperBound, .seconds),
            ],
            about: pattern.template
        )
    }

    private static let factor = Threshold("factor", 2, .quotient)
    private static let leastKeys = Threshold("keys", 100, .count)
}
