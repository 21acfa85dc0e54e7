import CacheMetrics

extension HealthRule {
    /// A replica that is away for a minute must be sent everything anew.
    package static let smallBacklog = HealthRule(
        name: "small-backlog",
        title: "a short replication backlog",
        thresholds: [leastSeconds],
        condition:
            "there are replicas, and the backlog holds under {seconds} (until {seconds.until}) of what is written, over 5 minutes",
        effect:
            "a short break of the network costs a full copy: a fork, and all memory over the wire",
        remedy: "raise repl-backlog-size"
    ) { node, holds in
        guard let info = node.info, let size = info[.backlogSize] else { return .noSample }
        guard info[.connectedReplicas] ?? 0 > 0 else { return .healthy }
        guard let stream = node.window(of: .replicationBytes, seconds: 300), stream.mean > 0 else {
            return .unknown("under 150 seconds of history")
        }
        let seconds = Double(size) / stream.mean
        guard seconds < node[leastSeconds, holds] else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("backlog_seconds", "holds", seconds, .seconds),
                Evidence("backlog_bytes", "backlog", Double(size), .bytes),
                Evidence(
                    "replication_bytes_per_second",
                    "written",
                    stream.mean,
                    .bytesPerSecond,
                    over: stream.seconds
                ),
            ]
        )
    }

    private static let leastSeconds = Threshold("seconds", 60, .seconds, until: 72)
}
