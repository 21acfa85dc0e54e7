import CacheMetrics

extension HealthRule {
    /// Keys to invalidate are looked for with `KEYS`, which walks over all of them at once, or with `SCAN`.
    package static let scanInvalidation = HealthRule(
        name: "scan-invalidation",
        title: "keys are searched for",
        thresholds: [leastScans],
        condition:
            "KEYS was called within a minute, or others call SCAN over {scans} times a second (until {scans.until}) while keys are deleted",
        effect: "KEYS blocks all clients while it walks over every key",
        remedy: "keep the names of a tag in a set, or put a version into the names"
    ) { node, holds in
        guard let interval = node.interval, interval.elapsed != nil else { return .noInterval }
        let ours = interval.increase { $0.commands["scan"] }.flatMap {
            interval.perSecond(Double($0))
        }
        // A server that was never sent one has no statistics of it.
        let minute =
            interval.info.text(of: keysStatistics) == nil
            ? []
            : node.commands.values(
                of: Array("keys".utf8),
                last: Int(min(60, node.beats(in: 60))),
                endingAt: node.moment.beat
            )
        let keys = Evidence.count(minute.compactMap(\.self).reduce(0, +) * node.secondsPerBeat)
        let scans = max(0, (interval.activity(of: "scan")?.callsPerSecond ?? 0) - (ours ?? 0))
        let deletes = node.metrics.latest(.deletes) ?? 0
        guard keys > 0 || scans > node[leastScans, holds] && deletes > 0 else { return .healthy }
        return .sick(
            keys > 0 ? .warning : .info,
            [
                Evidence("keys_calls", "KEYS called", keys, .count, over: 60),
                Evidence("scan_calls_per_second", "SCAN by others", scans, .perSecond),
                Evidence("deletes_per_second", "deletes", deletes, .perSecond),
            ]
        )
    }

    private static let keysStatistics = InfoName("cmdstat_keys")
    private static let leastScans = Threshold("scans", 10, .perSecond, until: 8)
}
