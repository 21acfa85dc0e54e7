import CacheMetrics

extension HealthRule {
    /// The server says its keys take more than the keys that were met account for (`keyspace.md` E4).
    package static let unexplainedMemory = HealthRule(
        name: "unexplained-memory",
        title: "memory that no key accounts for",
        thresholds: [leastShare, leastBytes],
        condition:
            "over {share} (until {share.until}) of what keys take and over {bytes}, after every key was scanned once",
        effect: "modules, or what the allocator rounds up, hold it: no TTL will free it",
        remedy: "see loaded modules and MEMORY STATS; small values round up most"
    ) { node, holds in
        guard let survey = node.survey, survey.sweeps > 0 else {
            return .unknown("not every key was scanned yet")
        }
        guard let ledger = node.info?.bytesOfKeys, let population = node.totals?.keys else {
            return .noSample
        }
        guard let databases = node.interval?.databases, !databases.isEmpty else { return .noKeys }
        guard databases.count == 1 else {
            return .unknown("only one of several databases is scanned")
        }
        // By the server's ledger as it is: what is learned of its measure would explain it away.
        let table = survey.patterns
        guard table.sampled > 0 else { return .noKeys }
        guard table.everything.refused == 0 else {
            return .unknown("this user may not read every key")
        }
        let met = table.everything.bytesSeen * Double(population) / Double(table.sampled)
        let rest = ledger - met
        guard rest > node[leastShare, holds] * ledger, rest > node[leastBytes] else {
            return .healthy
        }
        return .sick(
            .info,
            [
                Evidence("unexplained_bytes", "unexplained", rest, .bytes),
                Evidence("unexplained_share", "of the keys' bytes", rest / ledger, .ratio),
            ]
        )
    }

    private static let leastShare = Threshold("share", 0.1, .ratio, until: 0.08)
    private static let leastBytes = Threshold("bytes", 16_777_216, .bytes)
}
