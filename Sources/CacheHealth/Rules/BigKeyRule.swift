import CacheMetrics

extension HealthRule {
    /// One key takes as much as thousands of others.
    package static let bigKey = HealthRule(
        name: "big-key",
        title: "a big key",
        condition:
            "a key of over 1 MB and over 1 % of all data; critical over 100 MB",
        effect: "reading, deleting or moving it blocks all other clients",
        remedy: "split it by field or by range; delete with UNLINK"
    ) { node, _ in
        guard let survey = node.survey, survey.keysSeen > 0 else { return .noKeys }
        guard let key = survey.biggest.max(by: { $0.memoryBytes ?? 0 < $1.memoryBytes ?? 0 }),
            let bytes = key.memoryBytes
        else { return .healthy }
        let data = Double(node.info?[.usedMemoryDataset] ?? 0)
        guard bytes > 1_048_576, Double(bytes) > 0.01 * data else { return .healthy }
        return .sick(
            bytes > 100 << 20 ? .critical : .warning,
            [
                Evidence("memory_bytes", "takes", Double(bytes), .bytes),
                Evidence(
                    "share",
                    "of the data",
                    data > 0 ? min(1, Double(bytes) / data) : 1,
                    .ratio
                ),
            ],
            about: key.key
        )
    }
}
