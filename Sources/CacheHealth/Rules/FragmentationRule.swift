import CacheMetrics

extension HealthRule {
    /// The allocator holds much more than what is in use.
    ///
    /// By the allocator's own account: resident memory over used memory says little of a small or shrunken
    /// data set. 32 MB is what no allocator holds for nothing.
    package static let fragmentation = HealthRule(
        name: "fragmentation",
        title: "fragmented memory",
        thresholds: [leastRatio, leastShare, leastBytes],
        condition:
            "allocator_frag_ratio over {ratio} (until {ratio.until}) and what is lost over {share} of used memory and over {bytes}",
        effect: "memory that is paid for and holds nothing",
        remedy: "activedefrag yes, or a restart by way of a replica"
    ) { node, holds in
        guard let info = node.info, let ratio = info[.allocatorFragmentationRatio],
            let lost = info[.allocatorFragmentation], let used = info[.usedMemory]
        else { return .unknown("the allocator does not tell") }
        let isMuch =
            Double(lost) > node[leastBytes] && Double(lost) > node[leastShare] * Double(used)
        guard ratio > node[leastRatio, holds], isMuch else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("allocator_frag_ratio", "fragmentation", ratio, .quotient),
                Evidence("allocator_frag_bytes", "lost", Double(lost), .bytes),
            ]
        )
    }

    private static let leastRatio = Threshold("ratio", 1.5, .quotient, until: 1.4)
    private static let leastShare = Threshold("share", 0.1, .ratio)
    private static let leastBytes = Threshold("bytes", 33_554_432, .bytes)
}
