/// The fields of `INFO` that somebody looks at: of a recording that is searched the others need not be
/// put together.
package struct InfoSelection: Sendable {
    private let names: [[UInt8]]
    private let prefixes: [[UInt8]]

    /// Fields of some names, and all whose names begin with one of the prefixes.
    package init(names: [String], prefixes: [String] = []) {
        self.names = names.map { Array($0.utf8) }
        self.prefixes = prefixes.map { Array($0.utf8) }
    }

    /// Whether a line may be wanted that begins so.
    ///
    /// Rather one too many than one too few: what follows may be part of its name, too. Headings are
    /// wanted always.
    package func mayContain(lineBeginningWith words: some Collection<UInt8>) -> Bool {
        words.first == UInt8(ascii: "#")
            || names.contains { words.starts(with: $0) || $0.starts(with: words) }
            || prefixes.contains { words.starts(with: $0) || $0.starts(with: words) }
    }
}

extension InfoSelection {
    /// What an interval looks at by itself, with some of its parts, and fields that are asked for.
    init(ofIntervalsWith parts: Interval.Parts, and fields: [String]) {
        var prefixes: [String] = []
        if parts.contains(.databases) { prefixes.append("db") }
        if parts.contains(.commands) { prefixes.append("cmdstat_") }
        self.init(names: Self.ofIntervals + fields, prefixes: prefixes)
    }

    /// What tells a restart, a failover and a reset, and the time.
    private static let ofIntervals = [
        "run_id", "uptime_in_seconds", "role", "cmdstat_info", "server_time_usec",
        "total_commands_processed", "total_connections_received", "keyspace_hits",
        "keyspace_misses", "expired_keys", "evicted_keys", "total_net_input_bytes",
        "total_net_output_bytes", "rejected_connections", "total_error_replies",
    ]

    /// What the metrics of the catalog look at beside that.
    static let ofMetrics = [
        "used_memory", "used_memory_rss", "used_memory_peak", "used_memory_dataset", "maxmemory",
        "mem_not_counted_for_evict", "mem_fragmentation_ratio",
        "current_eviction_exceeded_time", "total_eviction_exceeded_time", "expired_stale_perc",
        "connected_clients", "blocked_clients", "total_reads_processed",
        "used_cpu_sys_main_thread", "used_cpu_user_main_thread", "rdb_changes_since_last_save",
        "expired_time_cap_reached_count", "aof_delayed_fsync",
        "client_query_buffer_limit_disconnections", "client_output_buffer_limit_disconnections",
        "number_of_cached_scripts", "evicted_scripts", "total_forks", "master_repl_offset",
    ]
}
