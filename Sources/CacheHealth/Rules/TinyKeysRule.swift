import CacheMetrics

extension HealthRule {
    /// Very many keys that are hardly more than their names.
    package static let tinyKeys = HealthRule(
        name: "tiny-keys",
        title: "keys that are mostly name",
        condition:
            "names and the least that an entry takes are over 60 % (until 55 %) of the bytes of a pattern's strings, of at least 10,000 keys",
        effect: "most of that memory holds no data",
        remedy: "shorten the names, or put many of them into one hash"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        let tiny = node.patterns.filter { row in
            row.group.commonType == .string && row.keys.value >= 10_000 && row.group.sized >= 100
                && row.group.nameShare ?? 0 > (holds ? 0.55 : 0.6)
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
}
