import CacheMetrics

extension HealthRule {
    /// Small collections that are stored as if they were large.
    package static let encodingBlowUp = HealthRule(
        name: "encoding-blow-up",
        title: "small collections stored as large ones",
        thresholds: [leastShare, leastKeys],
        condition:
            "surely over {share} (until {share.until}) of a pattern's hashes or sorted sets take 4 KB at most and are a hashtable or skiplist all the same, of at least {keys} keys",
        effect:
            "a hash table takes three to ten times the memory of the same elements in one block",
        remedy:
            "raise hash-max-listpack-value and -entries (or those of zset) to what the elements need, and write the keys anew"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        let collections = node.patterns.filter { row in
            row.group.commonType == .hash || row.group.commonType == .sortedSet
        }
        let asked = collections.filter { $0.group.storage.asked > 0 }
        guard !asked.isEmpty else { return collections.isEmpty ? .healthy : .needsProbes }
        // A hash of which a field expires is a hashtable in Valkey 9, however small it is.
        let withTTLs = Double(node.totals?.hashesWithFieldTTLs ?? 0)
        let loose = asked.compactMap { pattern -> (row: PatternTable.Row, share: Estimate)? in
            let (row, traits) = (node.row(of: pattern), pattern.traits)
            guard row.keys.value >= node[leastKeys, of: traits],
                var share = row.group.storage.unpackedShare
            else { return nil }
            if row.group.commonType == .hash {
                let part = min(1, withTTLs / max(1, row.keys.value))
                share = Estimate(
                    max(0, share.value - part),
                    low: max(0, share.low - part),
                    high: share.high
                )
            }
            return share.low > node[leastShare, holds, of: traits] ? (row, share) : nil
        }
        let bytes = { (row: PatternTable.Row) in row.bytes?.value ?? row.group.bytesSeen }
        guard let (row, share) = loose.max(by: { bytes($0.row) < bytes($1.row) }) else {
            return .healthy
        }
        return .sick(
            .info,
            [
                Evidence("unpacked_share", "small and unpacked", share.value, .ratio),
                Evidence("unpacked_share_low", "surely over", share.low, .ratio),
                Evidence("pattern_bytes", "all of them take", bytes(row), .bytes),
                Evidence("keys_asked", "asked", Double(row.group.storage.asked), .count),
            ],
            about: row.template
        )
    }

    private static let leastShare = Threshold("share", 0.1, .ratio, until: 0.08)
    private static let leastKeys = Threshold("keys", 100, .count)
}
