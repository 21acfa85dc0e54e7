import CacheMetrics

extension HealthRule {
    /// A list that is only ever pushed to.
    package static let unboundedList = HealthRule(
        name: "unbounded-list",
        title: "a list without an end",
        thresholds: [growth, leastBytes],
        condition:
            "a list of {bytes} and more that is no queue by its name grew by over {growth} (until {growth.until}) in 2 minutes, in each sixth of them",
        effect: "memory only grows, and reading the whole list takes longer and longer",
        remedy: "LTRIM after each push"
    ) { node, holds in
        node.judgeGrowth(of: .list, by: growth, from: leastBytes, holds: holds) {
            !$0.purposes.contains(.queue)
        }
    }

    private static let growth = Threshold("growth", 0.05, .ratio, until: 0.03, atMost: 1e6)
    private static let leastBytes = Threshold("bytes", 65_536, .bytes)
}
