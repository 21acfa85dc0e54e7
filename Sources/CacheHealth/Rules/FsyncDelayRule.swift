import CacheMetrics

extension HealthRule {
    /// Writes wait for the append-only file to reach the disk.
    package static let fsyncDelay = HealthRule(
        name: "fsync-delay",
        title: "writes wait for the disk",
        condition:
            "aof_delayed_fsync rose within 5 minutes",
        effect: "all clients wait while one write waits",
        remedy: "a faster disk; no-appendfsync-on-rewrite yes"
    ) { node, _ in
        guard node.info?[.delayedSyncs] != nil else { return .healthy }
        guard let delayed = node.window(of: .delayedSyncs, seconds: 300) else {
            return .unknown("under 150 seconds of history")
        }
        guard delayed.total > 0 else { return .healthy }
        return .sick(
            .warning,
            [Evidence("delayed_fsyncs", "delayed", delayed.total, .count, over: delayed.seconds)]
        )
    }
}
