import CacheMetrics

extension HealthRule {
    /// Keys become more and more, without end in sight: nothing evicts them and few expire.
    package static let keyLeak = HealthRule(
        name: "key-leak",
        title: "ever more keys",
        thresholds: [leastGrowth, leastKeys, expiringShare],
        condition:
            "in 10 minutes the keys grew by over {growth} (until {growth.until}) and over {keys}, in each 2 minutes of them, while under {expiring_share} expire and none is evicted",
        effect: "memory fills with keys that nobody will remove",
        remedy: "give the keys a TTL; hash what makes their names unique"
    ) { node, holds in
        let ages: [Double] = [0, 120, 240, 360, 480, 600]
        let levels = ages.compactMap { node.window(of: .keys, seconds: 4, endingBefore: $0)?.mean }
        guard levels.count == ages.count, let now = levels.first, let before = levels.last else {
            return .unknown("under 10 minutes of history")
        }
        let grew = zip(levels, levels.dropFirst()).allSatisfy { $0 > $1 }
        let share = node.metrics.latest(.expiringShare) ?? 0
        let evicted = node.window(of: .evicted, seconds: 600)?.mean ?? 0
        guard grew, before > 0, now / before > 1 + node[leastGrowth, holds],
            share < node[expiringShare], evicted == 0, now - before > node[leastKeys]
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("keys_grown", "more keys", now - before, .count, over: 600),
                Evidence("keys", "of", now, .count),
                Evidence("expiring_share", "keys that expire", share, .ratio),
            ]
        )
    }

    private static let leastGrowth = Threshold("growth", 0.1, .ratio, until: 0.08, atMost: 1e6)
    private static let leastKeys = Threshold("keys", 1_000, .count)
    private static let expiringShare = Threshold("expiring_share", 0.5, .ratio)
}
