import CacheMetrics
import TestSupport

/// What is going to happen, what happens to keys that many want, and what a rule tells in a second way.
extension RuleCases {
    static let ahead = [
        RuleCase(
            "memory-level",
            seconds: 661,
            evidence: ["growth_bytes_per_second": 100, "full_in_seconds": 3_369.5],
            sick: { growing(to: 600_000 + 100 * $0) },
            healthy: { _ in growing(to: 600_000) }
        ),
        RuleCase(
            "ttl-too-short",
            seconds: 61,
            evidence: [
                "life_seconds": 2, "expired_per_second": 500, "misses_per_expired_key": 1,
                "hit_ratio": 0.5,
            ],
            sick: { expiring($0, keys: 1_000) },
            healthy: { expiring($0, keys: 100_000) }
        ),
        // A cache that warms up misses less each second, and has new keys all the time.
        RuleCase(
            "stampede",
            seconds: 60,
            evidence: ["excess_misses": 222, "expired_keys": 1, "excess_changes": 300],
            sick: { warming($0, burst: 300) },
            healthy: { warming($0, burst: 0) }
        ),
        RuleCase(
            "lock-contention",
            seconds: 61,
            evidence: ["writes_per_second": 100, "changes_per_second": 2],
            fields: {
                [
                    "cmdstat_set": "calls=\(100 * $0),usec=\(100 * $0)",
                    "rdb_changes_since_last_save": "\(2 * $0)",
                ]
            },
            sick: { sample, _ in sample.survey("lock:*", expiring: (.minute, 1_000)) },
            healthy: { sample, _ in sample.survey("seen:*", expiring: (.minute, 1_000)) }
        ),
        RuleCase(
            "stampede-ahead",
            seconds: 24,
            evidence: ["seconds_ahead": 157, "keys": 500],
            fields: {
                [
                    "total_commands_processed": "\(1_000 * $0)", "db0": "keys=1000,expires=1000",
                ]
            },
            sick: { sample, _ in wave(&sample, shares: [300, 200]) },
            healthy: { sample, _ in wave(&sample, shares: [3, 2]) }
        ),
        RuleCase(
            "slow-subscriber",
            evidence: ["output_bytes": 3_000_000, "subscribers": 1],
            fields: { _ in [:] },
            sick: { sample, _ in sample.clients = subscriber(waiting: 3_000_000) },
            healthy: { sample, _ in sample.clients = subscriber(waiting: 3_000) }
        ),
        RuleCase(
            "stream-lag",
            evidence: ["entries_waiting": 12_000, "lag": 11_990, "pending": 10],
            fields: { _ in [:] },
            sick: { sample, _ in sample.stream(pending: 10, lag: 11_990) },
            healthy: { sample, _ in sample.stream(pending: 10, lag: 90) }
        ),
        RuleCase(
            "stream-lag",
            seconds: 126,
            evidence: ["entries_waiting": 350, "pending": 350, "growth_per_second": 2],
            fields: { _ in [:] },
            sick: { $0.stream(pending: UInt64(100 + 2 * $1), lag: nil) },
            healthy: { $0.stream(pending: UInt64(100 + $1 % 20), lag: nil) }
        ),
        RuleCase(
            "exposed",
            evidence: ["outside_addresses": 2, "passwords": 0],
            fields: { _ in [:] },
            sick: { sample, _ in sample.protection = guarded(strangers: true) },
            healthy: { sample, _ in sample.protection = guarded(strangers: false) }
        ),
        RuleCase(
            "expiry-debt",
            seconds: 61,
            evidence: ["intervals_out_of_time": 1],
            sick: {
                ["expired_stale_perc": "1.00", "expired_time_cap_reached_count": "\($0)"]
            },
            healthy: { _ in
                ["expired_stale_perc": "1.00", "expired_time_cap_reached_count": "7"]
            }
        ),
        RuleCase(
            "unbounded-zset",
            seconds: 126,
            evidence: ["memory_bytes": 225_000, "growth_bytes_per_second": 1_000],
            fields: { _ in [:] },
            sick: { $0.bigKey("scores", .sortedSet, bytes: 100_000 + 1_000 * $1) },
            healthy: { $0.bigKey("scores", .sortedSet, bytes: 100_000 + $1 % 2) }
        ),
    ]

    private static func guarded(strangers: Bool) -> Protection {
        var protection = Protection(
            outsideAddresses: 2,
            hasProtectedMode: false,
            wantsCertificates: false
        )
        protection.letsStrangersIn = strangers
        return protection
    }

    private static func subscriber(waiting bytes: Int) -> ClientReport {
        ClientReport(listing: Array("id=7 addr=10.0.0.7:1 name=mail flags=P omem=\(bytes)".utf8))
    }

    private static func growing(to used: Int64) -> KeyValuePairs<String, String> {
        ["used_memory": "\(used)", "maxmemory": "1000000", "maxmemory_policy": "noeviction"]
    }

    private static func warming(_ second: Int64, burst: Int64) -> KeyValuePairs<String, String> {
        let extra = second >= 55 ? burst : 0
        let misses = 300 * second - 3 * second * (second + 1) / 2 + extra
        return [
            "keyspace_hits": "\(10_000 * second)", "keyspace_misses": "\(misses)",
            "expired_keys": second >= 55 ? "1" : "0",
            "rdb_changes_since_last_save": "\(50 * second + extra)",
            "db0": "keys=\(10_000 + 150 * second),expires=0",
        ]
    }

    private static func expiring(_ second: Int64, keys: Int) -> KeyValuePairs<String, String> {
        [
            "keyspace_hits": "\(500 * second)", "keyspace_misses": "\(500 * second)",
            "expired_keys": "\(500 * second)", "db0": "keys=\(keys),expires=\(keys)",
        ]
    }

    /// Keys of which half expire together, and of which some have so many of a thousand commands.
    private static func wave(_ sample: inout Sample, shares: [UInt64]) {
        sample.survey("k:*", expiring: (.hour, 1_000)) { $0.bursts = [burst(of: 500)] }
        let table = sample.survey?.patterns ?? PatternTable()
        sample.heard(shares)
        sample.survey?.patterns = table
    }
}
