import CacheMetrics

extension HealthRule {
    /// Copies of something that never expire.
    ///
    /// By their name: what else is kept on purpose only its owner knows.
    package static let noTtl = HealthRule(
        name: "no-ttl",
        title: "cached data without a TTL",
        thresholds: [leastShare, leastKeys],
        condition:
            "a pattern of strings or hashes named like a cache, of which at least {keys} were sampled and surely over {share} (until {share.until}) have no TTL",
        effect: "what has changed at its source is never read anew, and memory only grows",
        remedy: "SET with EX; give the old ones a TTL once"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        guard
            let (row, share) = node.lasting(
                .cache,
                types: [.string, .hash],
                leastKeys: { node[leastKeys, of: $0] },
                over: { node[leastShare, holds, of: $0] }
            )
        else {
            return node.lacksProbes(.cache) { node[leastKeys, of: $0] } ? .needsProbes : .healthy
        }
        return .sick(.warning, node.lastingEvidence(row, share), about: row.template)
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let leastKeys = Threshold("keys", 10, .count)
}
