import CacheMetrics

extension HealthRule {
    /// A sorted set that is never cut: each member ever seen is still in it.
    package static let unboundedZset = HealthRule(
        name: "unbounded-zset",
        title: "a sorted set without an end",
        thresholds: [mostMembers, growth, leastBytes],
        condition:
            "a board of over {members} members (until {members.until}), or a sorted set of {bytes} and more that grew by over {growth} (until {growth.until}) in 2 minutes, in each sixth of them",
        effect: "each change costs more, and memory only grows",
        remedy: "ZREMRANGEBYRANK after adding, ZREMRANGEBYSCORE by time, or a set for each period"
    ) { node, holds in
        let boards = (node.interval?.later.boards ?? []).compactMap { board in
            node.traits(of: board.key).flatMap { traits in
                (board.memberCount ?? 0) > Int64(node[mostMembers, holds, of: traits])
                    ? (board.key, board.memberCount ?? 0) : nil
            }
        }
        if let (key, members) = boards.max(by: { $0.1 < $1.1 }) {
            return .sick(
                .warning,
                [Evidence("members", "members", Double(members), .count)],
                about: key
            )
        }
        return node.judgeGrowth(of: .sortedSet, by: growth, from: leastBytes, holds: holds)
    }

    private static let mostMembers = Threshold("members", 100_000, .count, until: 90_000)
    private static let growth = Threshold("growth", 0.05, .ratio, until: 0.03, atMost: 1e6)
    private static let leastBytes = Threshold("bytes", 65_536, .bytes)
}
