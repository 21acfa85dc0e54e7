import CacheMetrics

extension HealthRule {
    /// Keys live much longer or shorter than what they hold stays true.
    ///
    /// The ranges are those of the guides to caching, by words in the names. What is measured is the time that
    /// is left, half of the TTL on average where keys are written all the time.
    package static let ttlFit = HealthRule(
        name: "ttl-fit",
        title: "TTLs outside their class",
        condition:
            "twice the median time left is under half of what its class should have, or the median over twice of it: sessions 30 min to 24 h, profiles 1 to 4 h, trending 1 to 5 min, static data 24 h and more",
        effect: "too long shows what is no longer so; too short asks the store again for nothing",
        remedy: "set the TTL by how long the data stays true"
    ) { node, _ in
        guard !node.patterns.isEmpty else { return .noKeys }
        for row in node.patterns where row.group.expiringKeys >= 100 {
            let words = row.words
            guard let median = row.pattern.medianSeconds,
                let range = classes.first(where: { words.contains(oneOf: $0.words) })?.seconds
            else { continue }
            let (least, most) = (range.lowerBound / 2, range.upperBound * 2)
            guard 2 * median < least || median > most else { continue }
            return .sick(
                .info,
                [
                    Evidence("median_seconds_left", "median time left", median, .seconds),
                    Evidence("class_least_seconds", "class from", range.lowerBound, .seconds),
                    Evidence("class_most_seconds", "to", range.upperBound, .seconds),
                ],
                about: row.template
            )
        }
        return .healthy
    }

    private static let classes: [(words: Set<Substring>, seconds: ClosedRange<Double>)] = [
        (["session", "sessions", "sess"], 1_800...86_400),
        (["profile", "profiles"], 3_600...14_400),
        (["trending", "popular"], 60...300),
        (["static", "country", "countries", "config"], 86_400...31_536_000),
    ]
}
