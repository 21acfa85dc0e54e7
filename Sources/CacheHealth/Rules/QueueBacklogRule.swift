import CacheMetrics

extension HealthRule {
    /// A queue into which more goes than comes out of it.
    package static let queueBacklog = HealthRule(
        name: "queue-backlog",
        title: "a queue is growing",
        thresholds: [growth, leastBytes],
        condition:
            "a list or stream of {bytes} and more that is a queue by its name grew by over {growth} (until {growth.until}) in 2 minutes, in each sixth of them",
        effect: "work waits longer and longer, and memory fills with it",
        remedy: "more or faster workers; refuse or drop what is too old"
    ) { node, holds in
        let judge = { (type: KeyType) in
            node.judgeGrowth(of: type, by: growth, from: leastBytes, holds: holds) {
                $0.purposes.contains(.queue)
            }
        }
        let lists = judge(.list)
        if case .sick = lists { return lists }
        return judge(.stream)
    }

    private static let growth = Threshold("growth", 0.05, .ratio, until: 0.03, atMost: 1e6)
    private static let leastBytes = Threshold("bytes", 65_536, .bytes)
}
