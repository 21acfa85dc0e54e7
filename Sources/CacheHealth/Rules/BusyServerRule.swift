import CacheMetrics

extension HealthRule {
    /// The one thread that runs commands has little time left.
    package static let busyServer = HealthRule(
        name: "busy-server",
        title: "the main thread is nearly full",
        condition:
            "the main thread uses over 80 % (until 70 %) of a core over a minute; critical over 95 %",
        effect: "commands wait for each other: latency grows without bound as this nears 100 %",
        remedy:
            "see pane 5 for what takes the time; shard, read from replicas, batch, or raise io-threads"
    ) { node, holds in
        guard let busy = node.window(of: .mainThread, seconds: 60) else {
            return .unknown("under half a minute of history")
        }
        guard busy.mean > (holds ? 0.7 : 0.8) else { return .healthy }
        let top = node.interval?.activity.first
        return .sick(
            busy.mean > 0.95 ? .critical : .warning,
            [Evidence("main_thread_share", "of a core", busy.mean, .ratio, over: busy.seconds)]
                + (top.map {
                    [Evidence("top_command_share", "its busiest command", $0.busyShare, .ratio)]
                }
                    ?? []),
            about: top?.name
        )
    }
}
