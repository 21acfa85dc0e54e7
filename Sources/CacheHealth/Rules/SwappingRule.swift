import CacheMetrics

extension HealthRule {
    /// Less is resident than is in use: a part of the data is on the disk.
    package static let swapping = HealthRule(
        name: "swapping",
        title: "memory is swapped out",
        thresholds: [mostRatio, leastBytes],
        condition:
            "mem_fragmentation_ratio under {ratio} (until {ratio.until}) with over {bytes} in use",
        effect: "a read that touches swapped memory waits for a disk",
        remedy: "give the machine more RAM, or the server a lower maxmemory"
    ) { node, holds in
        guard let info = node.info, let ratio = info[.fragmentationRatio],
            let used = info[.usedMemory]
        else { return .noSample }
        guard Double(used) > node[leastBytes], ratio > 0, ratio < node[mostRatio, holds] else {
            return .healthy
        }
        return .sick(
            .critical,
            [
                Evidence("fragmentation_ratio", "resident of used", ratio, .quotient),
                Evidence("used_memory_bytes", "used", Double(used), .bytes),
            ]
        )
    }

    private static let mostRatio = Threshold("ratio", 0.9, .quotient, until: 0.95)
    private static let leastBytes = Threshold("bytes", 536_870_912, .bytes)
}
