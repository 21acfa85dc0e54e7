import CacheMetrics

extension HealthRule {
    /// Sets of keys that share a tag, whose keys have expired since (`keyspace.md` E14).
    package static let orphanTags = HealthRule(
        name: "orphan-tags",
        title: "tags whose keys are gone",
        thresholds: [leastShare, leastMembers, leastSets],
        condition:
            "of members of a pattern's sets that are named like keys surely over {share} (until {share.until}) are no key any more, by at least {members} members of {sets} sets",
        effect: "the sets only grow, and each invalidation deletes what is not there",
        remedy:
            "give each tag's set a TTL as long as its longest key's, or put a version of the tag into the keys' names"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        guard node.patterns.contains(where: { $0.pattern.members != nil }) else {
            return .unknown("no members of sets were read (--allow-values)")
        }
        let gone = node.patterns.compactMap { row -> (row: JudgedPattern, share: Estimate)? in
            guard let members = row.pattern.members,
                Double(members.asked) >= node[leastMembers, of: row.traits],
                Double(members.sets) >= node[leastSets, of: row.traits],
                let share = members.goneShare,
                share.low > node[leastShare, holds, of: row.traits]
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
                Evidence("sets", "sets", node.row(of: row).keys.value.rounded(), .count),
            ],
            about: row.template
        )
    }

    private static let leastShare = Threshold("share", 0.2, .ratio, until: 0.16)
    private static let leastMembers = Threshold("members", 100, .count)
    private static let leastSets = Threshold("sets", 10, .count)
}
