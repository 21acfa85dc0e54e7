import CacheMetrics

extension HealthRule {
    /// Memory has no limit of its own, so that the machine's is the limit.
    ///
    /// The share of RAM in use decides how urgent that is: a small store on a large machine is a choice, one
    /// that fills it is what the kernel's out-of-memory killer ends.
    package static let noMaxmemory = HealthRule(
        name: "no-maxmemory",
        title: "no memory limit",
        thresholds: [warningShare, criticalShare],
        condition:
            "maxmemory is 0: info, over {share} of RAM a warning, over {critical_share} critical",
        effect: "nothing is evicted; the store grows until the kernel kills it",
        remedy: "set maxmemory to at most 75 % of RAM and choose an eviction policy"
    ) { node, _ in
        guard let info = node.info, let limit = info[.maxmemory], let used = info[.usedMemoryRSS]
        else { return .noSample }
        guard limit == 0 else { return .healthy }
        guard let all = info[.totalSystemMemory], all > 0 else {
            return .unknown("the server does not tell how much RAM there is")
        }
        let share = Double(used) / Double(all)
        let severity: Severity =
            share > node[criticalShare]
            ? .critical : share > node[warningShare] ? .warning : .info
        return .sick(
            severity,
            [
                Evidence("ram_share", "of RAM", share, .ratio),
                Evidence("used_memory_rss_bytes", "resident", Double(used), .bytes),
            ]
        )
    }

    private static let warningShare = Threshold("share", 0.5, .ratio)
    private static let criticalShare = Threshold("critical_share", 0.8, .ratio)
}
