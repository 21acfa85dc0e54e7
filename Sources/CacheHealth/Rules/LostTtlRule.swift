import CacheMetrics

extension HealthRule {
    /// Some keys of a pattern expire and others do not: a plain `SET` takes the TTL away.
    ///
    /// Of sessions, locks and limits their own rules tell.
    package static let lostTtl = HealthRule(
        name: "lost-ttl",
        title: "keys lose their TTL",
        thresholds: [leastShare, expiringShare, leastKeys],
        condition:
            "a pattern of which surely over {share} (until {share.until}) have no TTL and surely over {expiring_share} have one, of at least {keys} keys sampled",
        effect: "the keys that lost it stay for ever",
        remedy: "SET with KEEPTTL or EX each time"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let mixed = node.patterns.filter { pattern in
            let (group, traits) = (pattern.group, pattern.traits)
            guard pattern.template != nil, traits.purposes.isDisjoint(with: told),
                node.keysWithKnownTTL(group) >= node[leastKeys, of: traits], group.lasting > 0,
                let share = node.row(of: pattern).lasting
            else { return false }
            return share.low > node[leastShare, holds, of: traits]
                && share.high < 1 - node[expiringShare, of: traits]
        }
        guard let row = node.biggest(of: mixed).map({ node.row(of: $0) }), let share = row.lasting
        else {
            let isKnown = node.patterns.allSatisfy { pattern in
                let (known, least) = (
                    node.keysWithKnownTTL(pattern.group), node[leastKeys, of: pattern.traits]
                )
                return known >= min(least, Double(pattern.group.keys))
            }
            return isKnown ? .healthy : .needsProbes
        }
        return .sick(.warning, node.lastingEvidence(row, share), about: row.template)
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let expiringShare = Threshold("expiring_share", 0.2, .ratio)
    private static let leastKeys = Threshold("keys", 100, .count)

    private static let told: Set<KeyPurpose> = [.session, .lock, .limit]
}
