import CacheMetrics

extension JudgedNode {
    /// The share of a pattern's keys that never expire, with its interval, or `nil` if none was asked.
    func lastingShare(of row: PatternTable.Row) -> Estimate? {
        let (group, lasting) = (row.group, row.group.lasting)
        let asked = lasting &+ group.expiringKeys
        guard asked > 0 else { return nil }
        let all = UInt64(min(1e15, row.keys.value))
        return PatternTable.share(of: lasting, in: asked, ofPopulation: all)
    }

    /// The worst of the patterns that are for something: that with the most keys that never expire,
    /// where that is surely more than a share.
    func lasting(
        _ purpose: KeyPurpose,
        types: Set<KeyType> = Set(KeyType.allCases),
        leastKeys: (KeyTraits) -> Double = { _ in 1 },
        over least: (KeyTraits) -> Double = { _ in 0 }
    ) -> (row: PatternTable.Row, share: Estimate)? {
        let found = patterns.compactMap { pattern -> (row: PatternTable.Row, share: Estimate)? in
            let (group, traits) = (pattern.group, pattern.traits)
            guard group.lasting > 0, traits.purposes.contains(purpose),
                Double(group.keys) >= leastKeys(traits),
                group.commonType.map(types.contains) ?? true
            else { return nil }
            let row = row(of: pattern)
            guard let share = lastingShare(of: row), share.low > least(traits) else { return nil }
            return (row, share)
        }
        return found.max { $0.row.keys.value * $0.share.value < $1.row.keys.value * $1.share.value }
    }
}

extension PatternTable.Row {
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
