import CacheMetrics

extension HealthRule {
    /// Memory is nearly full, by the figure the server itself evicts on.
    package static let memoryLevel = HealthRule(
        name: "memory-level",
        title: "memory nearly full",
        condition:
            "eviction level over 95 % of maxmemory (until 94 %); critical if the policy is noeviction",
        effect: "from 100 % on keys are evicted or, under noeviction, writes fail",
        remedy: "raise maxmemory, shorten TTLs, or remove what nobody reads"
    ) { node, holds in
        guard let interval = node.interval else { return .unknown("no sample yet") }
        guard let level = Metric.evictionLevel.value(interval) else {
            return .unknown("no maxmemory is set")
        }
        guard level > (holds ? 0.94 : 0.95) else { return .healthy }
        let policy = interval.info[.maxmemoryPolicy].map { String(decoding: $0, as: UTF8.self) }
        var evidence = [Evidence("eviction_level", "eviction level", level, .ratio)]
        if let limit = Metric.maxmemory.value(interval) {
            evidence.append(Evidence("maxmemory_bytes", "maxmemory", limit, .bytes))
        }
        return .sick(policy == "noeviction" ? .critical : .warning, evidence)
    }
}
