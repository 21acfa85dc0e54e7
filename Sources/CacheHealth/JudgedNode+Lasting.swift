import CacheMetrics

extension JudgedNode {
    /// Number of a pattern's keys whose time to live is known: those probed, or all of them where the
    /// server's own counts settle it.
    func keysWithKnownTTL(_ group: KeyGroup) -> Double {
        if let keys = totals?.keys, let expiring = totals?.expiring, keys > 0,
            expiring == 0 || expiring >= keys
        {
            return Double(group.keys)
        }
        return Double(group.lasting &+ group.expiringKeys)
    }

    /// Patterns for something whose keys have not been probed often enough to judge their times to live.
    func lacksProbes(
        _ purpose: KeyPurpose,
        leastKeys: (KeyTraits) -> Double = { _ in 1 }
    ) -> Bool {
        patterns.contains { pattern in
            pattern.traits.purposes.contains(purpose)
                && keysWithKnownTTL(pattern.group)
                    < min(leastKeys(pattern.traits), Double(pattern.group.keys))
        }
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
            guard traits.purposes.contains(purpose), keysWithKnownTTL(group) >= leastKeys(traits),
                group.commonType.map(types.contains) ?? true
            else { return nil }
            let row = row(of: pattern)
            guard let share = row.lasting, share.value > 0, share.low > least(traits) else {
                return nil
            }
            return (row, share)
        }
        return found.max { $0.row.keys.value * $0.share.value < $1.row.keys.value * $1.share.value }
    }

    /// What rules say of keys without a time to live.
    func lastingEvidence(_ row: PatternTable.Row, _ share: Estimate) -> [Evidence] {
        [
            Evidence(
                "keys_without_ttl",
                "without TTL",
                (row.keys.value * share.value).rounded(),
                .count
            ),
            Evidence("share_without_ttl", "of its keys", share.value, .ratio),
            Evidence("share_half_width", "±", (share.high - share.low) / 2, .ratio),
            Evidence("keys_sampled", "sampled", keysWithKnownTTL(row.group), .count),
        ]
    }
}
