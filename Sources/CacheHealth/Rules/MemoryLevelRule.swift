import CacheMetrics

extension HealthRule {
    /// Memory is nearly full, or soon is, by the figure the server itself evicts on.
    ///
    /// When it is full is told by half an hour's growth (`keyspace.md` E12). A cache that may evict is meant
    /// to fill up: that it will is worth knowing, and urgent only where writes then fail.
    package static let memoryLevel = HealthRule(
        name: "memory-level",
        title: "memory nearly full",
        thresholds: [mostLevel, leastLevel, warningTime, criticalTime],
        condition:
            "eviction level over {level} of maxmemory (until {level.until}), critical if the policy is noeviction; or over {growing_level} and, as it has grown for 10 to 30 minutes, surely full in under {full_in} (until {full_in.until}): info, under noeviction a warning, and critical under {critical_full_in}",
        effect: "from 100 % on keys are evicted or, under noeviction, writes fail",
        remedy: "raise maxmemory, shorten TTLs, or remove what nobody reads",
        pace: .eachBeat
    ) { node, holds in
        guard let interval = node.interval else { return .unknown("no sample yet") }
        guard let level = Metric.evictionLevel.value(interval),
            let limit = Metric.maxmemory.value(interval)
        else { return .unknown("no maxmemory is set") }
        let isFinal = interval.info[.maxmemoryPolicy] == Array("noeviction".utf8)
        var evidence = [
            Evidence("eviction_level", "eviction level", level, .ratio),
            Evidence("maxmemory_bytes", "maxmemory", limit, .bytes),
        ]
        guard level <= node[mostLevel, holds] else {
            return .sick(isFinal ? .critical : .warning, evidence)
        }
        guard level > node[leastLevel],
            let full = node.timeToFull(limit: limit), let seconds = full.seconds,
            seconds.high < node[warningTime, holds]
        else { return .healthy }
        evidence += [
            Evidence("full_in_seconds", "full in", seconds.value, .seconds),
            Evidence("full_in_seconds_at_most", "at most", seconds.high, .seconds),
            Evidence("growth_bytes_per_second", "grows", full.growth.value, .bytesPerSecond),
        ]
        let isUrgent = seconds.high < node[criticalTime]
        return .sick(isFinal ? isUrgent ? .critical : .warning : .info, evidence)
    }

    private static let mostLevel = Threshold("level", 0.95, .ratio, until: 0.94)
    private static let leastLevel = Threshold("growing_level", 0.5, .ratio)
    private static let warningTime = Threshold("full_in", 86_400, .seconds, until: 103_680)
    private static let criticalTime = Threshold("critical_full_in", 3_600, .seconds)
}

extension JudgedNode {
    /// When memory is full by the growth of half an hour, minute by minute, or of at least ten of them.
    fileprivate func timeToFull(limit: Double) -> TimeToFull? {
        guard self.metrics.latest(.evicted) ?? 0 == 0 else { return nil }
        let step = max(1, beats(in: 60))
        let levels = (0..<30).lazy.map { minute in
            let last = self.moment.beat - Int64(minute) * step
            let (sum, count) = self.metrics.sum(
                of: .evictionLevel,
                since: last - step + 1,
                upTo: last
            )
            return count > 0 ? sum / Double(count) * limit : nil
        }.prefix { $0 != nil }.compactMap(\.self)
        // Most of the time it does not grow, and the ends tell that.
        guard levels.count >= 10, let newest = levels.first, let oldest = levels.last,
            newest > oldest
        else { return nil }
        return TimeToFull(
            levels: levels.reversed(),
            secondsApart: Double(step) * self.secondsPerBeat,
            limit: limit
        )
    }
}
