import CacheMetrics

extension PatternTable.Row {
    /// The words of its template; none of those that follow no template.
    var words: TemplateWords { TemplateWords(template ?? []) }

    /// The share of its keys that never expire, with its interval, or `nil` if none was asked.
    var lastingShare: Estimate? {
        let asked = group.lasting &+ group.expiringKeys
        guard asked > 0 else { return nil }
        let all = UInt64(min(1e15, keys.value))
        return PatternTable.share(of: group.lasting, in: asked, ofPopulation: all)
    }

    /// What rules say of keys without a time to live.
    func lastingEvidence(_ share: Estimate) -> [Evidence] {
        [
            Evidence(
                "keys_without_ttl",
                "without TTL",
                (keys.value * share.value).rounded(),
                .count
            ),
            Evidence("share_without_ttl", "of its keys", share.value, .ratio),
            Evidence("share_half_width", "±", (share.high - share.low) / 2, .ratio),
            Evidence("keys_sampled", "looked at", Double(group.keys), .count),
        ]
    }
}

extension JudgedNode {
    /// The worst of the patterns whose names have certain words: that with the most keys that never
    /// expire, where that is surely more than a share.
    func lasting(
        named words: Set<Substring>,
        over least: Double = 0,
        types: Set<KeyType> = Set(KeyType.allCases),
        leastKeys: UInt64 = 1
    ) -> (row: PatternTable.Row, share: Estimate)? {
        let found = patterns.compactMap { row -> (row: PatternTable.Row, share: Estimate)? in
            guard row.group.lasting > 0, row.group.keys >= leastKeys,
                row.words.contains(oneOf: words),
                row.group.commonType.map(types.contains) ?? true, let share = row.lastingShare,
                share.low > least
            else { return nil }
            return (row, share)
        }
        return found.max { $0.row.keys.value * $0.share.value < $1.row.keys.value * $1.share.value }
    }
}
