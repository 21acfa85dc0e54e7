import CacheMetrics

extension HealthRule {
    /// The one thread that runs commands has little time left.
    package static let busyServer = HealthRule(
        name: "busy-server",
        title: "the main thread is nearly full",
        thresholds: [share, criticalShare],
        condition:
            "the main thread uses over {share} (until {share.until}) of a core over a minute; critical over {critical_share}",
        effect: "commands wait for each other: latency grows without bound as this nears 100 %",
        remedy:
            "see pane 5 for what takes the time; shard, read from replicas, batch, or raise io-threads",
        pace: .eachBeat
    ) { node, holds in
        guard let busy = node.window(of: .mainThread, seconds: 60) else {
            return .unknown("under half a minute of history")
        }
        guard busy.mean > node[share, holds] else { return .healthy }
        let top = node.interval?.busiest.first
        return .sick(
            busy.mean > node[criticalShare] ? .critical : .warning,
            [Evidence("main_thread_share", "of a core", busy.mean, .ratio, over: busy.seconds)]
                + (top.map {
                    [Evidence("top_command_share", "its busiest command", $0.busyShare, .ratio)]
                }
                    ?? []),
            about: top?.name
        )
    }

    private static let share = Threshold("share", 0.8, .ratio, until: 0.7)
    private static let criticalShare = Threshold("critical_share", 0.95, .ratio)
}
