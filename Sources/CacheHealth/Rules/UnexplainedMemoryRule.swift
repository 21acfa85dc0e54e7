import CacheMetrics

extension HealthRule {
    /// The server says its keys take more than the keys that were met account for (`keyspace.md` E4).
    package static let unexplainedMemory = HealthRule(
        name: "unexplained-memory",
        title: "memory that no key accounts for",
        condition:
            "over 5 % of what keys take, after every key was met once",
        effect: "buffers, scripts or modules hold it, and no TTL will free it",
        remedy: "see used_memory_vm_total, client output buffers and loaded modules"
    ) { node, holds in
        guard let survey = node.survey, survey.sweeps > 0 else {
            return .unknown("not every key was met yet")
        }
        guard let ledger = node.info?.bytesOfKeys, let population = node.surveyedKeys else {
            return .noSample
        }
        guard node.info?.databases.count == 1 else {
            return .unknown("only one of several databases is walked over")
        }
        let rest = survey.patterns.remainder(ofLedger: ledger, population: population) ?? 0
        guard rest > (holds ? 0.04 : 0.05) * ledger, rest > 16e6 else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("unexplained_bytes", "unexplained", rest, .bytes),
                Evidence("unexplained_share", "of the keys' bytes", rest / ledger, .ratio),
            ]
        )
    }
}
