import CacheMetrics

extension HealthRule {
    /// Keys whose names do not say what they belong to.
    package static let noNamespace = HealthRule(
        name: "no-namespace",
        title: "keys without a namespace",
        thresholds: [leastShare, leastKeys],
        condition:
            "patterns without any of : . / | - _ in them have surely over {share} (until {share.until}) of the keys, of which at least {keys} were sampled",
        effect: "applications overwrite each other’s keys, and nobody knows whose memory it is",
        remedy: "name keys app:entity:id"
    ) { node, holds in
        guard let table = node.survey?.patterns, table.sampled > 0, let all = node.totals?.keys
        else {
            return .noKeys
        }
        let bare = node.patterns.filter { row in
            row.template.map { name in !name.contains { separators.contains($0) } } ?? false
        }
        let count = min(table.sampled, bare.reduce(0) { $0 &+ $1.group.keys })
        let share = PatternTable.share(of: count, in: table.sampled, ofPopulation: all)
        guard Double(count) >= node[leastKeys], share.low > node[leastShare, holds] else {
            return .healthy
        }
        return .sick(
            .info,
            [
                Evidence("share", "of the keys", share.value, .ratio),
                Evidence("share_half_width", "±", (share.high - share.low) / 2, .ratio),
                Evidence("keys_sampled", "sampled", Double(table.sampled), .count),
            ],
            about: node.biggest(of: bare)?.template
        )
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let leastKeys = Threshold("keys", 100, .count)

    private static let separators = Set(":./|-_".utf8)
}
