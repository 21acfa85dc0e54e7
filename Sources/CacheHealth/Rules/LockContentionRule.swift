import CacheMetrics

extension HealthRule {
    /// Many ask for a lock, and hardly anybody gets it.
    ///
    /// A `SET NX` that fails is a call that changes nothing, and the server counts both calls and changes.
    /// Other writes only hide it: each of theirs is a change.
    package static let lockContention = HealthRule(
        name: "lock-contention",
        title: "waiting for a lock",
        thresholds: [leastWrites, writesEach],
        condition:
            "there are keys named like a lock, and over a minute over {writes} writing calls a second, over {writes_per_change} (until {writes_per_change.until}) for each change",
        effect: "those who wait load the server, and the time they wait is the application’s",
        remedy:
            "wait longer and longer between tries, serve what is stale meanwhile, split the lock"
    ) { node, holds in
        guard node.info?.isReplica != true else { return .replica }
        guard let writes = node.window(of: .writes, seconds: 60),
            let changes = node.window(of: .changes, seconds: 60)
        else { return .unknown("under half a minute of history") }
        guard let survey = node.survey, survey.keysSeen > 0 else { return .noKeys }
        guard writes.mean > node[leastWrites],
            writes.mean > node[writesEach, holds] * changes.mean
        else { return .healthy }
        let locks = node.patterns.filter { $0.traits.purposes.contains(.lock) }
        let hot = survey.hottest.first {
            node.traits(of: $0.key)?.purposes.contains(.lock) ?? false
        }
        guard let lock = node.biggest(of: locks)?.template ?? hot?.key else { return .healthy }
        return .sick(
            .warning,
            [
                Evidence(
                    "writes_per_second",
                    "writing calls",
                    writes.mean,
                    .perSecond,
                    over: writes.seconds
                ),
                Evidence(
                    "changes_per_second",
                    "changes",
                    changes.mean,
                    .perSecond,
                    over: changes.seconds
                ),
            ],
            about: lock
        )
    }

    private static let leastWrites = Threshold("writes", 10, .perSecond)
    private static let writesEach = Threshold("writes_per_change", 20, .quotient, until: 16)
}
