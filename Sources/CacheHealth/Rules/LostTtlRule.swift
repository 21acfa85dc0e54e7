import CacheMetrics

extension HealthRule {
    /// Some keys of a pattern expire and others do not: a plain `SET` takes the TTL away.
    ///
    /// Of sessions, locks and limits their own rules tell.
    package static let lostTtl = HealthRule(
        name: "lost-ttl",
        title: "keys lose their TTL",
        condition:
            "a pattern of which surely over 5 % have no TTL and surely over 20 % have one, of at least 100 keys looked at",
        effect: "the keys that lost it stay for ever",
        remedy: "SET with KEEPTTL or EX each time"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        let mixed = node.patterns.lazy.compactMap { row -> (PatternTable.Row, Estimate)? in
            guard row.template != nil, !row.words.contains(oneOf: told), row.group.keys >= 100,
                let share = row.lastingShare,
                share.low > (holds ? 0.04 : 0.05), share.high < 0.8
            else { return nil }
            return (row, share)
        }
        guard let (row, share) = mixed.first else { return .healthy }
        return .sick(.warning, row.lastingEvidence(share), about: row.template)
    }

    private static let told = TemplateWords.session.union(TemplateWords.lock)
        .union(TemplateWords.limit)
}
