import CacheMetrics

extension HealthRule {
    /// The allocator holds much more than what is in use.
    ///
    /// By the allocator's own account: resident memory over used memory says little of a small or shrunken
    /// data set. 32 MB is what no allocator holds for nothing.
    package static let fragmentation = HealthRule(
        name: "fragmentation",
        title: "fragmented memory",
        condition:
            "allocator_frag_ratio over 1.5 (until 1.4) and what is lost over 10 % of used memory and over 32 MB",
        effect: "memory that is paid for and holds nothing",
        remedy: "activedefrag yes, or a restart by way of a replica"
    ) { node, holds in
        guard let info = node.info, let ratio = info[.allocatorFragmentationRatio],
            let lost = info[.allocatorFragmentation], let used = info[.usedMemory]
        else { return .unknown("the allocator does not tell") }
        let isMuch = lost > 32 << 20 && Double(lost) > 0.1 * Double(used)
        guard ratio > (holds ? 1.4 : 1.5), isMuch else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("allocator_frag_ratio", "fragmentation", ratio, .quotient),
                Evidence("allocator_frag_bytes", "lost", Double(lost), .bytes),
            ]
        )
    }
}
