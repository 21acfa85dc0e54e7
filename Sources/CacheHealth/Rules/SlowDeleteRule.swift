import CacheMetrics

extension HealthRule {
    /// Deleting frees memory in the main thread, key by key and member by member.
    package static let slowDelete = HealthRule(
        name: "slow-delete",
        title: "slow deletions",
        thresholds: [mostSeconds],
        condition:
            "DEL takes over {seconds} a call (until {seconds.until}) in 3 of 5 intervals",
        effect: "each call blocks all other clients for that long",
        remedy: "UNLINK, or lazyfree-lazy-user-del yes"
    ) { node, holds in
        guard let interval = node.interval, interval.elapsed != nil else { return .noInterval }
        guard let delete = interval.activity(of: "del"), let each = delete.microsecondsPerCall,
            each > node[mostSeconds, holds] * 1e6
        else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("seconds_per_call", "a call", each / 1e6, .seconds),
                Evidence("calls_per_second", "calls", delete.callsPerSecond, .perSecond),
            ]
        )
    }

    private static let mostSeconds = Threshold("seconds", 0.001, .seconds, until: 0.0008)
}
