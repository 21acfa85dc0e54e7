import CacheMetrics

extension HealthRule {
    /// A sorted set that is never cut: each member ever seen is still in it.
    package static let unboundedZset = HealthRule(
        name: "unbounded-zset",
        title: "a sorted set without an end",
        condition:
            "a board of over 100,000 members, or a large sorted set that of 64 KB and more grew by over 5 % (until 3 %) in 120 beats, all the time",
        effect: "each change costs more, and memory only grows",
        remedy: "ZREMRANGEBYRANK after adding, ZREMRANGEBYSCORE by time, or a set for each period"
    ) { node, holds in
        let boards = (node.interval?.later.sample.boards ?? []).compactMap { board in
            board.memberCount.map { (board.key, $0) }
        }
        if let (key, members) = boards.max(by: { $0.1 < $1.1 }),
            members > (holds ? 90_000 : 100_000)
        {
            return .sick(
                .warning,
                [Evidence("members", "members", Double(members), .count)],
                about: key
            )
        }
        return node.judgeGrowth(of: .sortedSet, holds: holds) { _ in true }
    }
}
