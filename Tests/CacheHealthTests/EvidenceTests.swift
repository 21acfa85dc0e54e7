import CacheHealth
import CacheMetrics
import Recording
import TestSupport
import Testing

/// What a finding goes by can be worked out again from what is in the recording at `since`.
struct EvidenceTests {
    /// A rule's case, and how one works out a number by hand from INFO as it was at `since`.
    struct Recomputation: Sendable, CustomTestStringConvertible {
        let rule: String
        let evidence: String
        /// How many seconds before `since` the first of the two reports lies; 0 for a moment.
        let window: Int
        let value: @Sendable (_ first: InfoReport, _ last: InfoReport, Double) -> Double

        var testDescription: String { "\(rule).\(evidence)" }
    }

    private static func number(_ report: InfoReport, _ name: String) -> Double {
        let text = report.text(of: InfoName(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Double(text) ?? .nan
    }

    /// A number of `key=value` in a field.
    private static func part(_ report: InfoReport, _ name: String, _ key: String) -> Double {
        let text = report.text(of: InfoName(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let value = text.split(separator: ",").first { $0.hasPrefix(key + "=") }
        return value.flatMap { Double($0.dropFirst(key.count + 1)) } ?? .nan
    }

    private static func rate(_ name: String) -> @Sendable (InfoReport, InfoReport, Double) -> Double
    {
        { (number($1, name) - number($0, name)) / $2 }
    }

    private static func level(
        _ name: String
    ) -> @Sendable (InfoReport, InfoReport, Double) -> Double {
        { number($1, name) + 0 * $2 }
    }

    private static func calls(
        _ name: String
    ) -> @Sendable (InfoReport, InfoReport, Double) -> Double {
        { (part($1, name, "calls") - part($0, name, "calls")) / $2 }
    }

    private static let moments = [
        Recomputation(
            rule: "no-maxmemory",
            evidence: "used_memory_rss_bytes",
            window: 0,
            value: level("used_memory_rss")
        ),
        Recomputation(rule: "noeviction-full", evidence: "eviction_level", window: 0) {
            number($1, "used_memory") / number($1, "maxmemory") + 0 * $2
        },
        Recomputation(rule: "nothing-evictable", evidence: "expiring_share", window: 0) {
            part($1, "db0", "expires") / part($1, "db0", "keys") + 0 * $2
        },
        Recomputation(
            rule: "fragmentation",
            evidence: "allocator_frag_bytes",
            window: 0,
            value: level("allocator_frag_bytes")
        ),
        Recomputation(rule: "memory-level", evidence: "eviction_level", window: 0) {
            number($1, "used_memory") / number($1, "maxmemory") + 0 * $2
        },
        Recomputation(
            rule: "rejected-connections",
            evidence: "connected_clients",
            window: 0,
            value: level("connected_clients")
        ),
        Recomputation(rule: "output-buffers", evidence: "client_buffer_share", window: 0) {
            number($1, "mem_clients_normal") / number($1, "used_memory") + 0 * $2
        },
        Recomputation(
            rule: "save-failing",
            evidence: "changes_since_save",
            window: 0,
            value: level("rdb_changes_since_last_save")
        ),
        Recomputation(
            rule: "replication-lag",
            evidence: "silent_seconds",
            window: 0,
            value: level("master_link_down_since_seconds")
        ),
        Recomputation(rule: "expiry-debt", evidence: "expired_stale_share", window: 0) {
            number($1, "expired_stale_perc") / 100 + 0 * $2
        },
        Recomputation(rule: "fork-stall", evidence: "latest_fork_seconds", window: 0) {
            number($1, "latest_fork_usec") / 1e6 + 0 * $2
        },
        Recomputation(rule: "many-databases", evidence: "databases", window: 0) { _, last, _ in
            Double(["db0", "db3"].count { part(last, $0, "keys") > 0 })
        },
    ]

    private static let windows = [
        Recomputation(
            rule: "thrash",
            evidence: "evicted_per_second",
            window: 60,
            value: rate("evicted_keys")
        ),
        Recomputation(rule: "hit-rate", evidence: "lookups", window: 300) { first, last, _ in
            number(last, "keyspace_hits") + number(last, "keyspace_misses")
                - number(first, "keyspace_hits") - number(first, "keyspace_misses")
        },
        Recomputation(
            rule: "busy-server",
            evidence: "main_thread_share",
            window: 60,
            value: rate("used_cpu_user_main_thread")
        ),
        Recomputation(
            rule: "errors",
            evidence: "errors_per_second",
            window: 60,
            value: rate("total_error_replies")
        ),
        Recomputation(
            rule: "connection-churn",
            evidence: "connections_per_second",
            window: 60,
            value: rate("total_connections_received")
        ),
        Recomputation(
            rule: "churn",
            evidence: "deletes_per_second",
            window: 300,
            value: calls("cmdstat_del")
        ),
        Recomputation(
            rule: "write-waste",
            evidence: "writes_per_second",
            window: 300,
            value: calls("cmdstat_set")
        ),
        Recomputation(
            rule: "script-churn",
            evidence: "cached_scripts",
            window: 0,
            value: level("number_of_cached_scripts")
        ),
        Recomputation(
            rule: "deaf-channel",
            evidence: "published_per_second",
            window: 1,
            value: calls("cmdstat_publish")
        ),
        Recomputation(
            rule: "linear-commands",
            evidence: "calls_per_second",
            window: 1,
            value: calls("cmdstat_hgetall")
        ),
        Recomputation(rule: "slow-delete", evidence: "seconds_per_call", window: 1) {
            first,
            last,
            _ in
            (part(last, "cmdstat_del", "usec") - part(first, "cmdstat_del", "usec"))
                / (part(last, "cmdstat_del", "calls") - part(first, "cmdstat_del", "calls")) / 1e6
        },
        Recomputation(
            rule: "ttl-too-short",
            evidence: "expired_per_second",
            window: 60,
            value: rate("expired_keys")
        ),
        Recomputation(
            rule: "lock-contention",
            evidence: "writes_per_second",
            window: 60,
            value: calls("cmdstat_set")
        ),
        Recomputation(
            rule: "no-pipelining",
            evidence: "commands_per_second",
            window: 60,
            value: rate("total_commands_processed")
        ),
        Recomputation(
            rule: "retry-storm",
            evidence: "connections_per_second",
            window: 10,
            value: rate("total_connections_received")
        ),
        Recomputation(
            rule: "small-backlog",
            evidence: "replication_bytes_per_second",
            window: 300,
            value: rate("master_repl_offset")
        ),
        Recomputation(rule: "fsync-delay", evidence: "delayed_fsyncs", window: 300) {
            first,
            last,
            _ in
            number(last, "aof_delayed_fsync") - number(first, "aof_delayed_fsync")
        },
    ]

    /// The rules of which a number is worked out again here.
    static var rules: [String] { (moments + windows).map(\.rule) }

    @Test(arguments: moments + windows)
    func `a finding's number follows from INFO as it was recorded`(by hand: Recomputation) throws {
        let readings = try #require(RuleCases.all.first { $0.rule == hand.rule }).sick
        let file = try TemporaryFile()
        var writer = try RecordingWriter(creating: file.path, RecordingHeader())
        for reading in readings { writer.append(reading) }
        writer.finish()
        let reader = try RecordingReader(opening: file.path)
        var cursor = reader.cursor(at: 0)
        var (history, monitor) = (History(), HealthMonitor())
        var reports: [InfoReport] = []
        var told: (finding: Finding, at: Int)?
        while let reading = cursor.next() {
            history.fold(reading)
            guard case .sample(let sample) = reading.content else { continue }
            reports.append(sample.info)
            monitor.judge(try #require(history[reading.node]))
            let finding = monitor.findings.first { $0.rule == hand.rule }
            if told == nil, let finding { told = (finding, reports.count - 1) }
        }
        let (finding, last) = try #require(told)
        let evidence = try #require(finding.evidence.first { $0.name == hand.evidence })
        let first = max(0, last - hand.window)
        let value = hand.value(reports[first], reports[last], Double(max(1, last - first)))
        #expect(abs(evidence.value - value) <= 1e-9 * max(1, abs(value)), "\(evidence) \(value)")
        #expect(reader.ticks[last].wallMicroseconds == finding.since.wallMicroseconds)
    }
}
