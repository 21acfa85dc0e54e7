import CacheMetrics

extension HealthRule {
    /// Old versions that nobody asks for any more stay in memory.
    package static let staleVersions = HealthRule(
        name: "stale-versions",
        title: "old versions kept",
        thresholds: [leastShare, leastKeys],
        condition:
            "of keys with a version in their name surely over {share} (until {share.until}), and of their bytes too, at least {keys} of those that were scanned, are behind the newest of the same name, and most of those have no TTL or were not used for an hour",
        effect: "memory holds what no reader will ever ask for",
        remedy: "give versioned keys a TTL; UNLINK the old ones once, found by SCAN"
    ) { node, holds in
        guard let survey = node.survey, survey.keysSeen > 0 else { return .noKeys }
        guard survey.sweeps > 0 else { return .unknown("not every key was scanned yet") }
        let least = node[leastShare, holds]
        let versions = node.totals.map { survey.patterns.versions(of: $0) }
        let many = (versions ?? survey.patterns.versions).filter { family in
            Double(family.staleKeys) >= node[leastKeys] && family.staleShare.low > least
                && family.staleByteShare ?? 0 > least
        }
        let behind = many.filter {
            max($0.staleLastingShare ?? 0, $0.staleIdleShare ?? 0) > 0.5
        }
        guard let family = behind.max(by: { $0.staleBytes < $1.staleBytes }) else {
            let isKnown = many.allSatisfy { $0.staleLastingShare != nil }
            return isKnown ? .healthy : .needsProbes
        }
        let all = Double(family.staleKeys)
        return .sick(
            .warning,
            [
                Evidence("stale_share", "behind the newest", family.staleShare.value, .ratio),
                Evidence("stale_byte_share", "of bytes", family.staleByteShare ?? 0, .ratio),
                Evidence(
                    "stale_no_ttl_share",
                    "without TTL",
                    family.staleLastingShare ?? 0,
                    .ratio
                ),
                Evidence("keys_sampled", "scanned", all + Double(family.currentKeys), .count),
            ],
            about: family.template
        )
    }

    private static let leastShare = Threshold("share", 0.1, .ratio, until: 0.08)
    private static let leastKeys = Threshold("keys", 20, .count)
}
