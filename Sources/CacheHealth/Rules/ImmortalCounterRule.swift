import CacheMetrics

extension HealthRule {
    /// A counter that limits a rate and never starts again: `INCR` ran and the `EXPIRE` after it did not.
    package static let immortalCounter = HealthRule(
        name: "immortal-counter",
        title: "rate limits that never end",
        condition:
            "a pattern of strings named like a rate limit has a key without a TTL",
        effect: "whoever has reached the limit is locked out for ever",
        remedy: "INCR and EXPIRE NX in one MULTI or script, or SET EX NX before INCR"
    ) { node, _ in
        guard node.hasPatterns else { return .noKeys }
        guard let (row, share) = node.lasting(.limit, types: [.string]) else {
            return node.lacksProbes(.limit) ? .needsProbes : .healthy
        }
        return .sick(.warning, node.lastingEvidence(row, share), about: row.template)
    }
}
