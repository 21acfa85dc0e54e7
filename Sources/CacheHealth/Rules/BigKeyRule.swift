import CacheMetrics

extension HealthRule {
    /// One key takes as much as thousands of others.
    package static let bigKey = HealthRule(
        name: "big-key",
        title: "a big key",
        thresholds: [leastBytes, leastShare, criticalBytes],
        condition:
            "a key of over {bytes} and over {share} of all data; critical over {critical_bytes}",
        effect: "reading, deleting or moving it blocks all other clients",
        remedy: "split it by field or by range; delete with UNLINK"
    ) { node, _ in
        guard let survey = node.survey, survey.keysSeen > 0 else { return .noKeys }
        let data = Double(node.info?[.usedMemoryDataset] ?? 0)
        let big = survey.biggest.lazy.compactMap {
            key -> (key: [UInt8], traits: KeyTraits, bytes: Double)? in
            let bytes = Double(key.memoryBytes ?? 0)
            guard let traits = node.traits(of: key.key),
                bytes > node[leastBytes, of: traits], bytes > node[leastShare, of: traits] * data
            else { return nil }
            return (key.key, traits, bytes)
        }
        guard let (key, traits, bytes) = big.max(by: { $0.bytes < $1.bytes }) else {
            return .healthy
        }
        return .sick(
            bytes > node[criticalBytes, of: traits] ? .critical : .warning,
            [
                Evidence("memory_bytes", "takes", bytes, .bytes),
                Evidence(
                    "share",
                    "of the data",
                    data > 0 ? min(1, bytes / data) : 1,
                    .ratio
                ),
            ],
            about: key
        )
    }

    private static let leastBytes = Threshold("bytes", 1_048_576, .bytes)
    private static let leastShare = Threshold("share", 0.01, .ratio)
    private static let criticalBytes = Threshold("critical_bytes", 104_857_600, .bytes)
}
