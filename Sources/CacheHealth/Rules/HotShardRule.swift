import CacheMetrics

extension HealthRule {
    /// One hash slot has so much of a node's work that moving others away does not help.
    package static let hotShard = HealthRule(
        name: "hot-shard",
        title: "a hot slot",
        thresholds: [leastShare, times, leastSlots],
        condition:
            "on a cluster's node one of at least {slots} slots takes over {share} (until {share.until}) of the CPU time of all, and over {times} times what half of them do not exceed",
        effect: "the node is busy with one slot, which cannot be split over several",
        remedy:
            "move the slot to a node of its own, or spread its keys: a hash tag that all of them share keeps them together",
        pace: .eachBeat
    ) { node, holds in
        guard let info = node.info else { return .noSample }
        guard info[.clusterEnabled] == 1 else {
            return info[.clusterEnabled] == nil ? .noSample : .healthy
        }
        guard let report = node.survey?.slots else {
            return .unknown("no slot statistics: Valkey 8.0 and Redis 8.2 have them")
        }
        guard report.microsecondsPerSecond != nil else {
            return .unknown("the server counts no CPU time by slot (cluster-slot-stats-enabled)")
        }
        guard Double(report.slots) >= node[leastSlots] else {
            return .unknown("too few slots were looked at twice")
        }
        // A core that idles is no trouble, however it is shared.
        guard report.microsecondsPerSecond ?? 0 >= 10_000, let slot = report.busiest.first,
            let share = report.share(of: slot), share > node[leastShare, holds],
            Double(slot.microsecondsPerSecond ?? 0) > node[times]
                * Double(report.medianMicrosecondsPerSecond ?? 0)
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("slot_share", "of the CPU time of all slots", share, .ratio),
                Evidence("slot", "slot", Double(slot.slot), .count),
                Evidence("keys", "keys in it", Double(slot.keys), .count),
                Evidence("slots", "slots", Double(report.slots), .count),
            ],
            about: Array("slot \(slot.slot)".utf8)
        )
    }

    private static let leastShare = Threshold("share", 0.2, .ratio, until: 0.16)
    private static let times = Threshold("times", 5, .quotient)
    private static let leastSlots = Threshold("slots", 100, .count)
}
