import CacheMetrics

extension HealthRule {
    /// Large values that would take much less room if they were compressed.
    ///
    /// Told by what LZ4 would make of their first 4 KB, the least that any usual compressor saves.
    package static let compress = HealthRule(
        name: "compress",
        title: "large values that pack well",
        condition:
            "strings of a pattern of 1 KB and more on average, of which LZ4 would leave under 60 % (until 65 %), by at least 20 values",
        effect: "memory and network carry what the application could unpack in microseconds",
        remedy: "compress values over 1 KB (LZ4, zstd), or keep only the fields that are read"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        let strings = node.patterns.filter {
            $0.group.commonType == .string && $0.group.sized > 0
                && $0.group.bytes > 1_024 &* $0.group.sized
        }
        guard strings.allSatisfy({ $0.pattern.values?.values ?? 0 < 20 }) == false else {
            return strings.isEmpty
                ? .healthy : .unknown("under 20 values were read (--allow-values)")
        }
        let packing = strings.compactMap { row -> (row: PatternTable.Row, saved: Double)? in
            guard let values = row.pattern.values, values.values >= 20,
                let share = values.packedShare, share < (holds ? 0.65 : 0.6)
            else { return nil }
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
}
