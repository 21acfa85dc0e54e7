/// Every metric hitscope knows.
///
/// To add one, write its row and list it in `all`; history, JSON and graphs follow by themselves.
package enum MetricCatalog {
    /// All metrics, in the order of the JSON document.
    package static let all: [Metric] = [
        .hitRatio, .hits, .misses, .commands, .clientCommands, .evicted, .expired, .usedMemory,
        .maxmemory,
        .evictionLevel, .fragmentation, .clients, .connections, .commandsPerRead, .latencyP50,
        .latencyP99, .latencyP999, .keys, .expiringShare, .usedMemoryRSS, .usedMemoryPeak, .dataset,
        .networkInput, .networkOutput, .blockedClients, .errors, .rejectedConnections,
        .slowCommands, .staleShare, .timeOverLimit, .mainThread, .roundTrip, .observerShare,
        .observerCommands, .observerLookups, .allowedLookups, .writes, .deletes, .changes,
        .expiryTimeCaps, .delayedSyncs, .published,
        .cachedScripts, .seenScripts, .forks, .bufferDisconnections, .replicationBytes,
    ]

    /// The metric of a name, or `nil`.
    package static func named(_ name: String) -> Metric? {
        position(hashed: fnv1a(name.utf8)).map { all[$0] }.flatMap { $0.name == name ? $0 : nil }
    }

    /// Where a metric is in the list, or `nil` if it is not.
    static func position(of metric: Metric) -> Int? { position(hashed: metric.hash) }

    /// Rules ask for some hundred windows a beat: a name that is hashed once is found ten times as fast
    /// as in a dictionary.
    private static func position(hashed hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot].position >= 0 {
            if slots[slot].hash == hash { return slots[slot].position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Metrics by the hashes of their names, no two of which are the same.
    private static let slots: [(hash: UInt64, position: Int)] = {
        var slots = [(hash: UInt64, position: Int)](repeating: (0, -1), count: 256)
        precondition(all.count < slots.count / 2 && Set(all.map(\.hash)).count == all.count)
        for (number, metric) in all.enumerated() {
            var slot = Int(truncatingIfNeeded: metric.hash) & (slots.count - 1)
            while slots[slot].position >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (metric.hash, number)
        }
        return slots
    }()
}

extension Metric {
    fileprivate init(_ name: String, _ unit: Unit, gauge field: InfoField<UInt64>) {
        self.init(name, unit, of: [String(decoding: field.name.bytes, as: UTF8.self)]) {
            $0.info[field].map { Double($0) }
        }
    }

    fileprivate init(_ name: String, _ unit: Unit = .perSecond, counter field: InfoField<UInt64>) {
        self.init(name, unit, of: [String(decoding: field.name.bytes, as: UTF8.self)]) {
            $0.rate(of: field)
        }
    }
}

extension Metric {
    // Hits and misses, own probes removed.
    /// The share of the application's lookups that found their key.
    package static let hitRatio = Metric(
        "hit_ratio",
        .ratio,
        summary: .lowest,
        from: .cost
    ) { $0.hitRatio }
    /// Lookups that found their key, a second.
    package static let hits = Metric("hits_per_second", .perSecond, from: .cost) {
        $0.perSecond($0.hits)
    }
    /// Lookups that found nothing, a second.
    package static let misses = Metric("misses_per_second", .perSecond, from: .cost) {
        $0.perSecond($0.misses)
    }

    // Traffic, as the server counts it, own commands included.
    /// Commands run, a second, our own included, as the server counts them.
    package static let commands = Metric("commands_per_second", counter: .commandsProcessed)
    /// The same without our own: a quiet server hears more of us than of its clients.
    package static let clientCommands = Metric(
        "client_commands_per_second",
        .perSecond,
        from: .cost,
        of: ["total_commands_processed"]
    ) { $0.perSecond($0.clientCommands) }
    /// Keys thrown away for want of memory, a second.
    package static let evicted = Metric("evicted_per_second", counter: .evictedKeys)
    /// Keys removed because their time was up, a second.
    package static let expired = Metric("expired_per_second", counter: .expiredKeys)
    /// Connections accepted, a second.
    package static let connections = Metric("connections_per_second", counter: .connectionsReceived)
    /// Error replies sent to others, per second.
    package static let errors = Metric(
        "errors_per_second",
        .perSecond,
        from: .cost,
        of: ["total_error_replies"]
    ) { $0.perSecond($0.clientErrors) }
    /// Connections refused for want of room, a second.
    package static let rejectedConnections = Metric(
        "rejected_per_second",
        counter: .rejectedConnections
    )
    /// Bytes received, a second.
    package static let networkInput = Metric(
        "network_input_bytes_per_second",
        .bytesPerSecond,
        counter: .networkInput
    )
    /// Bytes sent, a second.
    package static let networkOutput = Metric(
        "network_output_bytes_per_second",
        .bytesPerSecond,
        counter: .networkOutput
    )
    /// Commands for each read from a socket; 1 means that nobody pipelines.
    package static let commandsPerRead = Metric(
        "commands_per_read",
        .quotient,
        summary: .lowest,
        from: .cost,
        of: ["total_reads_processed"]
    ) { $0.commandsPerRead }

    // Memory.
    /// What the allocator handed out.
    package static let usedMemory = Metric("used_memory_bytes", .bytes, gauge: .usedMemory)
    /// What the process holds in RAM.
    package static let usedMemoryRSS = Metric(
        "used_memory_rss_bytes",
        .bytes,
        gauge: .usedMemoryRSS
    )
    /// The most `used_memory` has been.
    package static let usedMemoryPeak = Metric(
        "used_memory_peak_bytes",
        .bytes,
        gauge: .usedMemoryPeak
    )
    /// Memory that holds data.
    package static let dataset = Metric("dataset_bytes", .bytes, gauge: .usedMemoryDataset)
    /// The limit, or `nil` where there is none: INFO says 0 for "no limit".
    package static let maxmemory = Metric("maxmemory_bytes", .bytes, of: ["maxmemory"]) {
        $0.info[.maxmemory].flatMap { $0 > 0 ? Double($0) : nil }
    }
    /// What eviction compares with the limit, over the limit: at 1 keys are thrown away.
    package static let evictionLevel = Metric(
        "eviction_level",
        .ratio,
        of: ["used_memory", "maxmemory", "mem_not_counted_for_evict"]
    ) { $0.evictionLevel }
    /// RAM held over memory asked for.
    package static let fragmentation = Metric(
        "fragmentation_ratio",
        .quotient,
        of: ["mem_fragmentation_ratio"]
    ) {
        $0.info[.fragmentationRatio]
    }
    /// The share of time spent over the memory limit.
    package static let timeOverLimit = Metric(
        "time_over_limit_share",
        .ratio,
        of: ["total_eviction_exceeded_time"]
    ) {
        $0.perSecond($0.increase(of: .timeOverLimit).map { Double($0) / 1_000 })
    }

    // Keys and clients.
    /// All keys of all databases.
    package static let keys = Metric("keys", .count, from: .databases) {
        $0.keys.map { Double($0) }
    }
    /// The share of keys that will expire.
    package static let expiringShare = Metric(
        "expiring_share",
        .ratio,
        summary: .lowest,
        from: .databases
    ) {
        guard let keys = $0.keys, keys > 0, let expiring = $0.expiringKeys else {
            return nil
        }
        return Double(expiring) / Double(keys)
    }
    /// The share of keys that have expired and are still there, as the server estimates it.
    package static let staleShare = Metric(
        "expired_stale_share",
        .ratio,
        of: ["expired_stale_perc"]
    ) {
        $0.info[.expiredStalePercent].map { $0 / 100 }
    }
    /// Client connections, ours included.
    package static let clients = Metric("connected_clients", .count, gauge: .connectedClients)
    /// Clients waiting in a blocking command.
    package static let blockedClients = Metric("blocked_clients", .count, gauge: .blockedClients)

    // Time.
    /// An upper bound of the median time of a call in the interval.
    package static let latencyP50 = Metric(
        "latency_p50_seconds",
        .seconds,
        from: .latency
    ) { $0.latency(at: 0.5) }
    /// An upper bound of what 99 of 100 calls took in the interval.
    package static let latencyP99 = Metric(
        "latency_p99_seconds",
        .seconds,
        from: .latency
    ) { $0.latency(at: 0.99) }
    /// An upper bound of what 999 of 1,000 calls took in the interval.
    package static let latencyP999 = Metric(
        "latency_p999_seconds",
        .seconds,
        from: .latency
    ) {
        $0.latency(at: 0.999)
    }
    /// New entries of the slow log, a second.
    package static let slowCommands = Metric("slow_commands_per_second", .perSecond, from: .slowLog)
    {
        $0.perSecond($0.slowCommands.map { Double($0) })
    }
    /// The share of one core the server's main thread used.
    package static let mainThread = Metric(
        "main_thread_share",
        .ratio,
        of: ["used_cpu_sys_main_thread", "used_cpu_user_main_thread"]
    ) { $0.mainThreadShare }
    /// How long the poll's reply took, as seen from here.
    package static let roundTrip = Metric("round_trip_seconds", .seconds) {
        Double($0.later.roundTripMicroseconds) / 1e6
    }

    // What rules go by.
    /// Calls of commands that write, a second.
    package static let writes = Metric("writes_per_second", callsOf: .writes)
    /// Calls of `DEL` and `UNLINK`, a second.
    package static let deletes = Metric("deletes_per_second", callsOf: .deletes)
    /// Changes to keys, a second: unlike calls, only those that did change something.
    package static let changes = Metric("changes_per_second", counter: .changesSinceSave)
    /// Messages published, a second.
    package static let published = Metric("published_per_second", callsOf: .publishes)
    /// Times a second that the expiry cycle ran out of its time.
    package static let expiryTimeCaps = Metric(
        "expiry_time_caps_per_second",
        counter: .expiryTimeCapReached
    )
    /// Writes a second that waited for the append-only file to reach the disk.
    package static let delayedSyncs = Metric("delayed_fsyncs_per_second", counter: .delayedSyncs)
    /// Clients a second that were closed because they did not read what was kept for them.
    package static let bufferDisconnections = Metric(
        "buffer_disconnections_per_second",
        counter: .bufferDisconnections
    )
    /// Scripts the server keeps.
    package static let cachedScripts = Metric("cached_scripts", .count, gauge: .cachedScripts)
    /// Scripts the server was ever sent, as far as it tells those it dropped again.
    package static let seenScripts = Metric(
        "seen_scripts",
        .count,
        of: ["number_of_cached_scripts", "evicted_scripts"]
    ) { interval in
        interval.info[.cachedScripts].map {
            Double($0) + Double(interval.info[.evictedScripts] ?? 0)
        }
    }
    /// Forks, a second.
    package static let forks = Metric("forks_per_second", counter: .totalForks)
    /// Bytes a second of the replication stream: what replicas have to follow.
    package static let replicationBytes = Metric(
        "replication_bytes_per_second",
        .bytesPerSecond,
        counter: .replicationOffset
    )

    // What watching costs.
    /// The share of one core the server spent on our commands, estimated.
    package static let observerShare = Metric("observer_share", .ratio, from: [.commands, .cost]) {
        $0.observerShare
    }
    /// Commands we sent, a second.
    package static let observerCommands = Metric(
        "observer_commands_per_second",
        .perSecond,
        from: .cost
    ) {
        $0.perSecond($0.increase { $0.commandsSent }.map { Double($0) })
    }
    /// Lookups we made, per second.
    package static let observerLookups = Metric(
        "observer_lookups_per_second",
        .perSecond,
        from: .cost
    ) {
        $0.perSecond($0.increase { $0.lookups }.map { Double($0) })
    }
    /// Lookups we were allowed by `--probe-share`, per second.
    package static let allowedLookups = Metric(
        "allowed_lookups_per_second",
        .perSecond,
        from: .cost
    ) {
        $0.perSecond($0.increase { $0.allowedLookups }.map { Double($0) })
    }
}

extension Interval {
    fileprivate var evictionLevel: Double? {
        guard let used = info[.usedMemory], let limit = info[.maxmemory], limit > 0 else {
            return nil
        }
        let exempt = min(used, info[.notCountedForEviction] ?? 0)
        return Double(used - exempt) / Double(limit)
    }

    /// An upper bound of the quantile, in seconds: the server's buckets double in width.
    fileprivate func latency(at share: Double) -> Double? {
        latency?.quantile(share).map { Double($0) / 1e6 }
    }

    /// New entries of the slow log, by their numbers.
    fileprivate var slowCommands: Int64? {
        guard discontinuity == nil, let before = earlier?.sample.slowLog,
            let after = later.slowLog
        else { return nil }
        guard let newest = after.first?.id else { return 0 }
        // After a reset numbers go on where they were; the entries there are then are the new ones.
        guard let known = before.first?.id else { return Int64(after.count) }
        return after.contains { $0.id == known }
            ? max(0, newest &- known) : max(0, min(newest &- known, Int64(after.count)))
    }

    fileprivate var mainThreadShare: Double? {
        guard let earlier, let system = info[.mainThreadSystemTime],
            let user = info[.mainThreadUserTime],
            let oldSystem = earlier.info[.mainThreadSystemTime],
            let oldUser = earlier.info[.mainThreadUserTime]
        else { return nil }
        return perSecond(max(0, system + user - oldSystem - oldUser))
    }
}
