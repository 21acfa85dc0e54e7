import CacheMetrics

extension HealthRule {
    /// Copies of something that never expire.
    ///
    /// By their name: what else is kept on purpose only its owner knows.
    package static let noTtl = HealthRule(
        name: "no-ttl",
        title: "cached data without a TTL",
        condition:
            "a pattern of at least 10 strings or hashes named like a cache, of which surely over 5 % (until 4 %) of the keys have no TTL",
        effect: "what has changed at its source is never read anew, and memory only grows",
        remedy: "SET with EX; give the old ones a TTL once"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        guard
            let (row, share) = node.lasting(
                named: TemplateWords.cache,
                over: holds ? 0.04 : 0.05,
                types: [.string, .hash],
                leastKeys: 10
            )
        else { return .healthy }
        return .sick(.warning, row.lastingEvidence(share), about: row.template)
    }
}
