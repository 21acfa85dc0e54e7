import CacheMetrics

extension HealthRule {
    /// A command whose time grows with the size of its key, or of the whole data set, takes much of the server.
    package static let linearCommands = HealthRule(
        name: "linear-commands",
        title: "long O(N) commands",
        thresholds: [leastShare, secondsEach],
        condition:
            "KEYS, HGETALL, SMEMBERS, LRANGE, SORT, SUNION, SINTER, SDIFF or ZRANGE take over {seconds} a call and over {share} (until {share.until}) of a core, in 3 of 5 intervals",
        effect: "each call blocks all other clients for that long",
        remedy: "page with SCAN, HSCAN, SSCAN or a range; keep collections small"
    ) { node, holds in
        guard let interval = node.interval, interval.elapsed != nil else { return .noInterval }
        let each = node[secondsEach] * 1e6
        let worst = interval.activity.lazy.filter { command in
            (command.microsecondsPerCall ?? 0) > each && linear.contains(command.name)
        }.max { $0.busyShare < $1.busyShare }
        guard let worst, worst.busyShare > node[leastShare, holds] else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence("busy_share", "of a core", worst.busyShare, .ratio),
                Evidence(
                    "seconds_per_call",
                    "a call",
                    (worst.microsecondsPerCall ?? 0) / 1e6,
                    .seconds
                ),
                Evidence("calls_per_second", "calls", worst.callsPerSecond, .perSecond),
            ],
            about: worst.name
        )
    }

    private static let leastShare = Threshold("share", 0.05, .ratio, until: 0.04)
    private static let secondsEach = Threshold("seconds", 0.001, .seconds)

    private static let linear = Set(
        [
            "keys", "hgetall", "hvals", "hkeys", "smembers", "lrange", "sort", "sort_ro", "sunion",
            "sinter", "sdiff", "sunionstore", "sinterstore", "sdiffstore", "zrange", "zrevrange",
            "zrangebyscore", "zunionstore", "zinterstore",
        ].map { Array($0.utf8) }
    )
}
