import CacheMetrics

extension HealthRule {
    /// Less is resident than is in use: a part of the data is on the disk.
    package static let swapping = HealthRule(
        name: "swapping",
        title: "memory is swapped out",
        condition:
            "mem_fragmentation_ratio under 0.9 (until 0.95) with over 512 MB in use",
        effect: "a read that touches swapped memory waits for a disk",
        remedy: "give the machine more RAM, or the server a lower maxmemory"
    ) { node, holds in
        guard let info = node.info, let ratio = info[.fragmentationRatio],
            let used = info[.usedMemory]
        else { return .noSample }
        guard used > 512 << 20, ratio > 0, ratio < (holds ? 0.95 : 0.9) else { return .healthy }
        return .sick(
            .critical,
            [
                Evidence("fragmentation_ratio", "resident of used", ratio, .quotient),
                Evidence("used_memory_bytes", "used", Double(used), .bytes),
            ]
        )
    }
}
