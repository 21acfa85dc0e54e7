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
            "a pattern of which surely over {share} (until {share.until}) have no TTL and surely over {expiring_share} have one, of at least {keys} keys looked at",
        effect: "the keys that lost it stay for ever",
        remedy: "SET with KEEPTTL or EX each time"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let mixed = node.patterns.filter { pattern in
            let (group, traits) = (pattern.group, pattern.traits)
            guard pattern.template != nil, traits.purposes.isDisjoint(with: told),
                Double(group.keys) >= node[leastKeys, of: traits], group.lasting > 0,
                group.lasting < group.keys,
                let share = node.lastingShare(of: node.row(of: pattern))
            else { return false }
            return share.low > node[leastShare, holds, of: traits]
                && share.high < 1 - node[expiringShare, of: traits]
        }
        guard let row = node.biggest(of: mixed).map({ node.row(of: $0) }),
            let share = node.lastingShare(of: row)
        else { return .healthy }
        return .sick(.warning, row.lastingEvidence(share), about: row.template)
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let expiringShare = Threshold("expiring_share", 0.2, .ratio)
    private static let leastKeys = Threshold("keys", 100, .count)

    private static let told: Set<KeyPurpose> = [.session, .lock, .limit]
}
