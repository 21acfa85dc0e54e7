import CacheMetrics
import TestSupport

extension RuleCases {
    static let keys = [
        RuleCase(
            "hot-key",
            seconds: 12,
            evidence: ["requests_per_second": 300],
            fields: {
                [
                    "total_commands_processed": "\(1_000 * $0)",
                    "used_cpu_user_main_thread": "\(Double($0) * 0.3)",
                    "used_cpu_sys_main_thread": "0.0",
                ]
            },
            sick: { sample, _ in sample.heard([300, 5]) },
            healthy: { sample, _ in sample.heard([30, 25]) }
        ),
        RuleCase(
            "local-cache",
            evidence: ["hottest_share": 0.4, "hottest_keys": 20, "write_share": 0],
            sick: heardReadings(writes: 0),
            healthy: heardReadings(writes: 100)
        ),
        RuleCase(
            "big-key",
            evidence: ["memory_bytes": 5e6, "share": 0.05],
            fields: { _ in ["used_memory_dataset": "100000000"] },
            sick: { sample, _ in sample.bigKey("blob:1", .string, bytes: 5_000_000) },
            healthy: { sample, _ in sample.bigKey("blob:1", .string, bytes: 900_000) }
        ),
        RuleCase(
            "queue-backlog",
            seconds: 126,
            evidence: ["memory_bytes": 225_000, "growth_bytes_per_second": 1_000],
            fields: { _ in [:] },
            sick: { $0.bigKey("queue:mail", .list, bytes: 100_000 + 1_000 * $1) },
            healthy: { $0.bigKey("queue:mail", .list, bytes: 100_000 + $1 % 2) }
        ),
        RuleCase(
            "unbounded-list",
            seconds: 126,
            evidence: ["growth_bytes_per_second": 1_000],
            fields: { _ in [:] },
            sick: { $0.bigKey("user:1:activity", .list, bytes: 100_000 + 1_000 * $1) },
            healthy: { $0.bigKey("queue:mail", .list, bytes: 100_000 + 1_000 * $1) }
        ),
        RuleCase(
            "unbounded-zset",
            seconds: 126,
            evidence: ["members": 200_000],
            fields: { _ in [:] },
            sick: { sample, _ in board(&sample, members: 200_000) },
            healthy: { sample, _ in board(&sample, members: 500) }
        ),
        RuleCase(
            "no-namespace",
            evidence: ["share": 1],
            fields: { _ in ["db0": "keys=1000,expires=0"] },
            sick: { sample, _ in sample.survey("thing*", lasting: 1_000) },
            healthy: { sample, _ in sample.survey("thing:*", lasting: 1_000) }
        ),
        RuleCase(
            "many-databases",
            evidence: ["databases": 2],
            sick: { _ in ["db0": "keys=10,expires=0", "db3": "keys=10,expires=0"] },
            healthy: { _ in ["db0": "keys=10,expires=0"] }
        ),
    ]

    static let commands = [
        RuleCase(
            "busy-server",
            seconds: 61,
            evidence: ["main_thread_share": 0.9],
            sick: { cpu(Double($0) * 0.9) },
            healthy: { cpu(Double($0) * 0.2) }
        ),
        RuleCase(
            "slow-commands",
            seconds: 301,
            evidence: ["slow_commands": 30],
            fields: { _ in [:] },
            sick: { slowLog(&$0, newest: $1 / 10) },
            healthy: { sample, _ in slowLog(&sample, newest: 7) }
        ),
        RuleCase(
            "linear-commands",
            evidence: ["busy_share": 0.1, "seconds_per_call": 0.05, "calls_per_second": 2],
            sick: { ["cmdstat_hgetall": "calls=\(2 * $0),usec=\(100_000 * $0)"] },
            healthy: { ["cmdstat_hgetall": "calls=\(2_000 * $0),usec=\(100_000 * $0)"] }
        ),
        RuleCase(
            "slow-delete",
            evidence: ["seconds_per_call": 0.002],
            sick: { ["cmdstat_del": "calls=\(10 * $0),usec=\(20_000 * $0)"] },
            healthy: { ["cmdstat_del": "calls=\(10 * $0),usec=\(200 * $0)"] }
        ),
        RuleCase(
            "scan-invalidation",
            evidence: ["keys_calls": 3 * 5],
            sick: { ["cmdstat_keys": "calls=\(3 * $0),usec=\(3 * $0)"] },
            healthy: {
                [
                    "cmdstat_scan": "calls=\(3 * $0),usec=\(3 * $0)",
                    "cmdstat_del": "calls=\($0),usec=\($0)",
                ]
            }
        ),
        RuleCase(
            "errors",
            seconds: 61,
            evidence: ["error_share": 50.0 / 1_050, "errors_per_second": 50],
            sick: {
                ["total_error_replies": "\(50 * $0)", "total_commands_processed": "\(1_000 * $0)"]
            },
            healthy: {
                ["total_error_replies": "\($0)", "total_commands_processed": "\(1_000 * $0)"]
            }
        ),
        RuleCase(
            "retry-storm",
            seconds: 320,
            evidence: ["connections_per_second": 60, "usual_connections_per_second": 10],
            sick: { storm($0, connections: 10 * $0 + 50 * max(0, $0 - 309)) },
            healthy: { storm($0, connections: 10 * $0) }
        ),
        RuleCase(
            "script-churn",
            seconds: 301,
            evidence: ["new_scripts": 300, "cached_scripts": 300],
            sick: { ["number_of_cached_scripts": "\($0)"] },
            healthy: { _ in ["number_of_cached_scripts": "12"] }
        ),
        RuleCase(
            "deaf-channel",
            evidence: ["published_per_second": 5, "channels": 0],
            sick: {
                [
                    "cmdstat_publish": "calls=\(5 * $0),usec=1", "pubsub_channels": "0",
                    "pubsub_patterns": "0",
                ]
            },
            healthy: {
                [
                    "cmdstat_publish": "calls=\(5 * $0),usec=1", "pubsub_channels": "0",
                    "pubsub_patterns": "1",
                ]
            }
        ),
    ]

    static let clients = [
        RuleCase(
            "rejected-connections",
            evidence: ["connected_clients": 900, "maxclients": 1_000],
            sick: { _ in ["connected_clients": "900", "maxclients": "1000"] },
            healthy: { _ in ["connected_clients": "90", "maxclients": "1000"] }
        ),
        RuleCase(
            "connection-churn",
            seconds: 61,
            evidence: ["connections_per_second": 20, "commands_per_connection": 2],
            sick: {
                [
                    "total_connections_received": "\(20 * $0)",
                    "total_commands_processed": "\(40 * $0)",
                ]
            },
            healthy: {
                [
                    "total_connections_received": "\(20 * $0)",
                    "total_commands_processed": "\(4_000 * $0)",
                ]
            }
        ),
        RuleCase(
            "output-buffers",
            evidence: ["client_buffer_bytes": 1e8, "client_buffer_share": 0.2],
            sick: { _ in ["mem_clients_normal": "100000000", "used_memory": "500000000"] },
            healthy: { _ in ["mem_clients_normal": "100000", "used_memory": "500000"] }
        ),
        RuleCase(
            "no-pipelining",
            seconds: 61,
            evidence: [
                "commands_per_read": 1, "commands_per_second": 9_000, "commands_per_client": 4_500,
            ],
            sick: { chatty($0, reads: 9_000) },
            healthy: { chatty($0, reads: 900) }
        ),
        RuleCase(
            "observer",
            seconds: 61,
            evidence: ["observer_share": 0.03],
            fields: { ["cmdstat_scan": "calls=\(100 * $0),usec=\(30_000 * $0)"] },
            sick: { $0.cost.commands = ["scan": UInt64(100 * $1)] },
            healthy: { $0.cost.commands = ["scan": UInt64($1)] }
        ),
        // Ten lookups of ours per second, of two that we may make.
        RuleCase(
            "observer",
            seconds: 61,
            evidence: ["own_lookups": 600, "allowed_lookups": 120],
            fields: { ["keyspace_hits": "\(100 * $0)", "keyspace_misses": "\($0)"] },
            sick: {
                ($0.cost.falseHits, $0.cost.allowedLookups) = (UInt64(10 * $1), UInt64(2 * $1))
            },
            healthy: { ($0.cost.falseHits, $0.cost.allowedLookups) = (UInt64($1), UInt64(2 * $1)) }
        ),
        RuleCase(
            "outage",
            evidence: ["attempts": 2],
            sick: [.sample(0, [:]), .outage(1)],
            healthy: [.sample(0, [:]), .sample(1, [:])]
        ),
    ]

    static let durability = [
        RuleCase(
            "save-failing",
            evidence: ["changes_since_save": 77],
            sick: { _ in ["rdb_last_bgsave_status": "err", "rdb_changes_since_last_save": "77"] },
            healthy: { _ in ["rdb_last_bgsave_status": "ok", "rdb_changes_since_last_save": "77"] }
        ),
        RuleCase(
            "replication-lag",
            evidence: ["silent_seconds": 42],
            sick: { _ in
                [
                    "role": "slave", "master_link_status": "down",
                    "master_link_down_since_seconds": "42",
                ]
            },
            healthy: { _ in
                ["role": "slave", "master_link_status": "up", "master_last_io_seconds_ago": "1"]
            }
        ),
        RuleCase(
            "small-backlog",
            seconds: 301,
            evidence: ["backlog_seconds": 10],
            sick: { backlog($0, bytesPerSecond: 100_000) },
            healthy: { backlog($0, bytesPerSecond: 1_000) }
        ),
        RuleCase(
            "fork-stall",
            evidence: ["latest_fork_seconds": 0.25],
            sick: {
                ["latest_fork_usec": "250000", "used_memory": "2000000000", "total_forks": "\($0)"]
            },
            healthy: { _ in
                ["latest_fork_usec": "250000", "used_memory": "1000000000", "total_forks": "3"]
            }
        ),
        RuleCase(
            "fsync-delay",
            seconds: 301,
            evidence: ["delayed_fsyncs": 30],
            sick: { ["aof_delayed_fsync": "\($0 / 10)"] },
            healthy: { _ in ["aof_delayed_fsync": "4"] }
        ),
    ]

    private static func heardReadings(writes: Int64) -> [Reading] {
        (0..<61).map { second in
            .sample(
                second,
                [
                    "total_commands_processed": "\(1_000 * second)",
                    "cmdstat_set": "calls=\(writes * second),usec=1",
                    "cmdstat_get": "calls=\(900 * second),usec=\(900 * second)",
                ]
            ) { $0.heard([UInt64](repeating: 20, count: 20)) }
        }
    }

    private static func board(_ sample: inout Sample, members: Int64) {
        sample.bigKey("scores", .sortedSet, bytes: 100)
        sample.boards = [Board(key: Array("scores".utf8), state: .read, memberCount: members)]
    }

    private static func cpu(_ seconds: Double) -> KeyValuePairs<String, String> {
        ["used_cpu_user_main_thread": "\(seconds)", "used_cpu_sys_main_thread": "0.0"]
    }

    private static func slowLog(_ sample: inout Sample, newest: Int64) {
        sample.slowLog = [
            SlowCommand(
                id: newest,
                serverSeconds: 0,
                microseconds: 20_000,
                command: Array("KEYS".utf8),
                key: nil,
                wordCount: 2,
                client: [],
                clientName: []
            )
        ]
    }

    private static func storm(
        _ second: Int64,
        connections: Int64
    ) -> KeyValuePairs<String, String> {
        [
            "total_connections_received": "\(connections)",
            "total_commands_processed": "\(1_000 * second)",
            "total_error_replies": "\(100 * second)", "rejected_connections": "0",
        ]
    }

    private static func chatty(_ second: Int64, reads: Int64) -> KeyValuePairs<String, String> {
        [
            "total_commands_processed": "\(9_000 * second)",
            "total_reads_processed": "\(reads * second)",
            "connected_clients": "3",
        ]
    }

    private static func backlog(
        _ second: Int64,
        bytesPerSecond: Int64
    ) -> KeyValuePairs<String, String> {
        [
            "connected_slaves": "1", "repl_backlog_size": "1000000",
            "master_repl_offset": "\(bytesPerSecond * second)",
        ]
    }
}
