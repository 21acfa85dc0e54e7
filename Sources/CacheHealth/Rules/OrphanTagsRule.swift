import CacheMetrics

extension HealthRule {
    /// Sets of keys that share a tag, whose keys have expired since (`keyspace.md` E14).
    package static let orphanTags = HealthRule(
        name: "orphan-tags",
        title: "tags whose keys are gone",
        condition:
            "of members of a pattern's sets that are named like keys surely over 20 % (until 16 %) are no key any more, by at least 100 members of 10 sets",
        effect: "the sets only grow, and each invalidation deletes what is not there",
        remedy:
            "give each tag's set a TTL as long as its longest key's, or put a version of the tag into the keys' names"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        guard node.patterns.contains(where: { $0.pattern.members != nil }) else {
            return .unknown("no members of sets were read (--allow-values)")
        }
        let gone = node.patterns.compactMap { row -> (row: PatternTable.Row, share: Estimate)? in
            guard let members = row.pattern.members, members.asked >= 100, members.sets >= 10,
                let share = members.goneShare, share.low > (holds ? 0.16 : 0.2)
            else { return nil }
            return (row, share)
        }
        guard let (row, share) = gone.max(by: { $0.share.low < $1.share.low }),
            let members = row.pattern.members
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("gone_share", "of its members are gone", share.value, .ratio),
                Evidence("gone_share_low", "surely over", share.low, .ratio),
                Evidence("sets_read", "sets looked into", Double(members.sets), .count),
                Evidence("sets", "sets", row.keys.value.rounded(), .count),
            ],
            about: row.template
        )
    }
}
