import CacheMetrics

extension HealthRule {
    /// Deleting frees memory in the main thread, key by key and member by member.
    package static let slowDelete = HealthRule(
        name: "slow-delete",
        title: "slow deletions",
        condition:
            "DEL takes over 1 ms a call (until 0.8 ms) in 3 of 5 intervals",
        effect: "each call blocks all other clients for that long",
        remedy: "UNLINK, or lazyfree-lazy-user-del yes"
    ) { node, holds in
        guard let interval = node.interval, interval.elapsed != nil else { return .noInterval }
        let delete = interval.activity.first { $0.name == Array("del".utf8) }
        guard let delete, let each = delete.microsecondsPerCall, each > (holds ? 800 : 1_000) else {
            return .healthy
        }
        return .sick(
            .warning,
            [
                Evidence("seconds_per_call", "a call", each / 1e6, .seconds),
                Evidence("calls_per_second", "calls", delete.callsPerSecond, .perSecond),
            ]
        )
    }
}
