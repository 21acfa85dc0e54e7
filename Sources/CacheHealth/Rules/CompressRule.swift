import CacheMetrics

extension HealthRule {
    /// Large values that would take much less room if they were compressed.
    ///
    /// Told by what LZ4 would make of their first 4 KB, the least that any usual compressor saves.
    package static let compress = HealthRule(
        name: "compress",
        title: "large values that pack well",
        thresholds: [mostLeft, leastValues, leastBytes],
        condition:
            "strings of a pattern of over {bytes} on average, of which LZ4 would leave under {share} (until {share.until}), by at least {values} values",
        effect: "memory and network carry what the application could unpack in microseconds",
        remedy: "compress values over 1 KB (LZ4, zstd), or keep only the fields that are read"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let strings = node.patterns.filter {
            $0.group.commonType == .string && $0.group.sized > 0
                && Double($0.group.bytes)
                    > node[leastBytes, of: $0.traits] * Double($0.group.sized)
        }
        guard
            strings.contains(where: {
                Double($0.pattern.values?.values ?? 0) >= node[leastValues, of: $0.traits]
            })
        else {
            return strings.isEmpty
                ? .healthy : .unknown("too few values were read (--allow-values)")
        }
        let packing = strings.compactMap { pattern -> (row: PatternTable.Row, saved: Double)? in
            let traits = pattern.traits
            guard let values = pattern.pattern.values,
                Double(values.values) >= node[leastValues, of: traits],
                let share = values.packedShare, share < node[mostLeft, holds, of: traits]
            else { return nil }
            let row = node.row(of: pattern)
            return (row, (1 - share) * (row.bytes?.value ?? row.group.bytesSeen))
        }
        guard let (row, saved) = packing.max(by: { $0.saved < $1.saved }),
            let values = row.pattern.values, let share = values.packedShare
        else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("saved_bytes", "less", saved, .bytes),
                Evidence("lz4_share", "LZ4 leaves", share, .ratio),
                Evidence("values_read", "by", Double(values.values), .count),
            ],
            about: row.template
        )
    }

    private static let mostLeft = Threshold("share", 0.6, .ratio, until: 0.65)
    private static let leastValues = Threshold("values", 20, .count)
    private static let leastBytes = Threshold("bytes", 1_024, .bytes)
}
