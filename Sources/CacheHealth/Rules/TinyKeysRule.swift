import CacheMetrics

extension HealthRule {
    /// Very many keys that are hardly more than their names.
    package static let tinyKeys = HealthRule(
        name: "tiny-keys",
        title: "keys that are mostly name",
        thresholds: [leastShare, leastKeys],
        condition:
            "names and the least that an entry takes are over {share} (until {share.until}) of the bytes of a pattern's strings, of at least {keys} keys",
        effect: "most of that memory holds no data",
        remedy: "shorten the names, or put many of them into one hash"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let tiny = node.patterns.compactMap { pattern -> PatternTable.Row? in
            let (group, traits) = (pattern.group, pattern.traits)
            guard group.commonType == .string, group.sized >= 100,
                group.nameShare ?? 0 > node[leastShare, holds, of: traits]
            else { return nil }
            let row = node.row(of: pattern)
            return row.keys.value >= node[leastKeys, of: traits] ? row : nil
        }
        let bytes = { (row: PatternTable.Row) in row.bytes?.value ?? row.group.bytesSeen }
        guard let row = tiny.max(by: { bytes($0) < bytes($1) }), let share = row.group.nameShare
        else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("name_share", "names and entries, at least", share, .ratio),
                Evidence("keys", "keys", row.keys.value.rounded(), .count),
                Evidence("pattern_bytes", "take", bytes(row), .bytes),
            ],
            about: row.template
        )
    }

    private static let leastShare = Threshold("share", 0.6, .ratio, until: 0.55)
    private static let leastKeys = Threshold("keys", 10_000, .count)
}
