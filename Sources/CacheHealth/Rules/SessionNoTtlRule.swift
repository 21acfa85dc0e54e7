import CacheMetrics

extension HealthRule {
    /// Sessions or tokens that never expire.
    ///
    /// By their name; one such key that was seen is enough, since none should be.
    package static let sessionNoTtl = HealthRule(
        name: "session-no-ttl",
        title: "sessions without a TTL",
        condition:
            "a pattern named like a session or token has a key without a TTL",
        effect: "they pile up for ever, and a stolen one is good for ever",
        remedy: "set the TTL when writing and on each use (SET EX, GETEX)"
    ) { node, _ in
        guard node.hasPatterns else { return .noKeys }
        guard let (row, share) = node.lasting(.session) else {
            return node.lacksProbes(.session) ? .needsProbes : .healthy
        }
        return .sick(.warning, node.lastingEvidence(row, share), about: row.template)
    }
}
