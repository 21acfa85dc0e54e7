import CacheMetrics

extension HealthRule {
    /// A lock that never expires, or in ten minutes only: whoever holds it may be gone.
    package static let immortalLock = HealthRule(
        name: "immortal-lock",
        title: "locks that outlive their holder",
        condition:
            "a pattern named like a lock has a key without a TTL: critical; or one of over 10 minutes: warning",
        effect: "when the holder dies everybody waits for ever",
        remedy: "SET key token NX PX, and release by comparing the token"
    ) { node, _ in
        guard node.hasPatterns else { return .noKeys }
        if let (row, share) = node.lasting(.lock) {
            return .sick(.critical, node.lastingEvidence(row, share), about: row.template)
        }
        let lasting = node.patterns.filter {
            $0.traits.purposes.contains(.lock) && $0.group.longLived > 0
        }
        guard let long = node.biggest(of: lasting) else {
            return node.lacksProbes(.lock) ? .needsProbes : .healthy
        }
        return .sick(
            .warning,
            [
                Evidence("long_locks", "of over 10 minutes", Double(long.group.longLived), .count),
                Evidence("keys_sampled", "sampled", Double(long.group.expiringKeys), .count),
            ],
            about: long.template
        )
    }
}

extension KeyGroup {
    /// Keys that expire in over ten minutes.
    fileprivate var longLived: UInt64 {
        TimeToLiveBand.allCases.filter { $0.rawValue > TimeToLiveBand.tenMinutes.rawValue }
            .reduce(0) { $0 &+ expiring[$1.rawValue] }
    }
}
