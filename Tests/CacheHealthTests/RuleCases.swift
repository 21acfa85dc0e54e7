import CacheMetrics
import TestSupport

/// A case for each rule; its readings say no more than the rule needs.
enum RuleCases {
    static let all =
        memory + lookups + expiry + keys + patterns + commands + clients + durability + ahead

    static let memory = [
        RuleCase(
            "no-maxmemory",
            evidence: ["ram_share": 0.6],
            sick: { _ in
                ["maxmemory": "0", "used_memory_rss": "600", "total_system_memory": "1000"]
            },
            healthy: { _ in
                ["maxmemory": "800", "used_memory_rss": "600", "total_system_memory": "1000"]
            }
        ),
        RuleCase(
            "noeviction-full",
            evidence: ["eviction_level": 0.9, "expiring_share": 0.75],
            sick: { _ in
                [
                    "maxmemory_policy": "noeviction", "used_memory": "900", "maxmemory": "1000",
                    "db0": "keys=100,expires=75",
                ]
            },
            healthy: { _ in
                [
                    "maxmemory_policy": "noeviction", "used_memory": "900", "maxmemory": "1000",
                    "db0": "keys=100,expires=2",
                ]
            }
        ),
        RuleCase(
            "nothing-evictable",
            evidence: ["expiring_share": 0.05, "keys": 2_000, "eviction_level": 0.5],
            sick: { _ in
                [
                    "maxmemory_policy": "volatile-lru", "used_memory": "500", "maxmemory": "1000",
                    "db0": "keys=2000,expires=100",
                ]
            },
            healthy: { _ in
                [
                    "maxmemory_policy": "volatile-lru", "used_memory": "500", "maxmemory": "1000",
                    "db0": "keys=2000,expires=1900",
                ]
            }
        ),
        RuleCase(
            "fragmentation",
            evidence: ["allocator_frag_ratio": 2, "allocator_frag_bytes": 1e8],
            sick: { _ in
                [
                    "allocator_frag_ratio": "2.00", "allocator_frag_bytes": "100000000",
                    "used_memory": "100000000",
                ]
            },
            healthy: { _ in
                [
                    "allocator_frag_ratio": "2.00", "allocator_frag_bytes": "1000000",
                    "used_memory": "1000000",
                ]
            }
        ),
        RuleCase(
            "swapping",
            evidence: ["fragmentation_ratio": 0.5],
            sick: { _ in ["mem_fragmentation_ratio": "0.50", "used_memory": "1000000000"] },
            healthy: { _ in ["mem_fragmentation_ratio": "0.50", "used_memory": "1000000"] }
        ),
        RuleCase(
            "unexplained-memory",
            // Of 100 MB and 32 bytes for each of 1,000 keys, the keys met take 50 MB.
            evidence: ["unexplained_bytes": 50_032_000],
            fields: { _ in ["used_memory_dataset": "100000000", "db0": "keys=1000,expires=0"] },
            sick: { sample, _ in surveyOfSizes(&sample, bytes: 50_000) },
            healthy: { sample, _ in surveyOfSizes(&sample, bytes: 100_000) }
        ),
        RuleCase(
            "memory-level",
            evidence: ["eviction_level": 0.99],
            sick: { _ in ["used_memory": "990", "maxmemory": "1000"] },
            healthy: { _ in ["used_memory": "900", "maxmemory": "1000"] }
        ),
        RuleCase(
            "thrash",
            seconds: 61,
            evidence: ["evicted_per_second": 100, "stay_seconds": 80],
            sick: {
                [
                    "evicted_keys": "\($0 * 100)", "expired_keys": "\($0 * 25)",
                    "db0": "keys=10000,expires=0",
                ]
            },
            healthy: { ["evicted_keys": "\($0)", "db0": "keys=10000,expires=0"] }
        ),
        RuleCase(
            "key-leak",
            seconds: 620,
            evidence: ["keys_grown": 30_000, "expiring_share": 0],
            sick: { ["db0": "keys=\(10_000 + 50 * $0),expires=0"] },
            healthy: { ["db0": "keys=\(10_000 + $0 % 2),expires=0"] }
        ),
        RuleCase(
            "memory-bound-misses",
            seconds: 61,
            evidence: ["hit_ratio": 0.5, "evicted_per_second": 50],
            fields: evicting,
            sick: { sample, _ in idleTimes(&sample, upTo: 320) { age in 15_000 / age } },
            healthy: { sample, _ in idleTimes(&sample, upTo: 2_000) { _ in 50 } }
        ),
        RuleCase(
            "memory-wasted",
            seconds: 61,
            evidence: ["hit_ratio": 0.5],
            fields: evicting,
            sick: { sample, _ in idleTimes(&sample, upTo: 2_000) { _ in 50 } },
            healthy: { sample, _ in idleTimes(&sample, upTo: 320) { age in 15_000 / age } }
        ),
    ]

    static let lookups = [
        RuleCase(
            "hit-rate",
            seconds: 60,
            evidence: ["hit_ratio": 0.7, "lookups": 5_900],
            sick: { ["keyspace_hits": "\($0 * 70)", "keyspace_misses": "\($0 * 30)"] },
            healthy: { ["keyspace_hits": "\($0 * 90)", "keyspace_misses": "\($0 * 10)"] }
        ),
        RuleCase(
            "hit-drop",
            seconds: 1_801,
            evidence: ["hit_ratio": 0.85, "usual_hit_ratio": 0.95],
            sick: { falling($0) },
            healthy: { ["keyspace_hits": "\(950 * $0)", "keyspace_misses": "\(50 * $0)"] }
        ),
        RuleCase(
            "stampede",
            seconds: 60,
            evidence: ["excess_misses": 300, "expired_keys": 1, "misses_per_expired_key": 300],
            sick: { stampede($0, changes: 300) },
            // One caller held a lock: the others missed too, and wrote nothing.
            healthy: { stampede($0, changes: 3) }
        ),
        RuleCase(
            "write-waste",
            seconds: 301,
            evidence: ["writes_per_second": 20, "lookups_per_second": 10, "hit_ratio": 0.1],
            sick: {
                [
                    "cmdstat_set": "calls=\(20 * $0),usec=\(20 * $0)", "keyspace_hits": "\($0)",
                    "keyspace_misses": "\(9 * $0)",
                ]
            },
            healthy: {
                [
                    "cmdstat_set": "calls=\(20 * $0),usec=\(20 * $0)",
                    "keyspace_hits": "\(90 * $0)",
                    "keyspace_misses": "\(9 * $0)",
                ]
            }
        ),
        RuleCase(
            "churn",
            seconds: 301,
            evidence: ["deletes_per_second": 10, "hits_per_second": 5],
            sick: {
                [
                    "cmdstat_del": "calls=\(10 * $0),usec=1", "keyspace_hits": "\(5 * $0)",
                    "keyspace_misses": "0",
                ]
            },
            healthy: {
                [
                    "cmdstat_del": "calls=\(10 * $0),usec=1", "keyspace_hits": "\(50 * $0)",
                    "keyspace_misses": "0",
                ]
            }
        ),
    ]

    static let expiry = [
        RuleCase(
            "expiry-debt",
            evidence: ["expired_stale_share": 0.25],
            sick: { _ in ["expired_stale_perc": "25.00"] },
            healthy: { _ in ["expired_stale_perc": "1.00"] }
        ),
        RuleCase(
            "expiry-wave",
            seconds: 24,
            evidence: ["seconds_ahead": 157, "share": 0.5, "keys": 500, "within_seconds": 2],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in
                sample.survey("cache:*", expiring: (.hour, 1_000)) {
                    $0.bursts = [burst(of: 500)]
                }
            },
            healthy: { sample, _ in
                sample.survey("cache:*", expiring: (.hour, 1_000)) { $0.bursts = [burst(of: 3)] }
            }
        ),
        // Of most keys it is not known how long they live: they are taken for like those of which it is.
        RuleCase(
            "expiry-wave",
            seconds: 24,
            evidence: ["keys": 500],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in
                sample.survey("cache:*", expiring: (.hour, 250)) {
                    ($0.group.keys, $0.bursts) = (1_000, [burst(of: 500)])
                }
                sample.survey?.patterns.sampled = 1_000
            },
            healthy: { sample, _ in
                sample.survey("cache:*", lasting: 240, expiring: (.hour, 10)) {
                    ($0.group.keys, $0.bursts) = (1_000, [burst(of: 500)])
                }
                sample.survey?.patterns.sampled = 1_000
            }
        ),
        // Limits that end are not asked for again.
        RuleCase(
            "expiry-wave",
            seconds: 24,
            evidence: ["keys": 500],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in
                sample.survey("page:*", expiring: (.hour, 1_000)) { $0.bursts = [burst(of: 500)] }
            },
            healthy: { sample, _ in
                sample.survey("rate_limit:*", expiring: (.hour, 1_000)) {
                    $0.bursts = [burst(of: 500)]
                }
            }
        ),
        // Each use puts the end off: always three minutes from now.
        RuleCase(
            "expiry-wave",
            seconds: 60,
            evidence: ["seconds_ahead": 121],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in
                sample.survey("cache:*", expiring: (.hour, 1_000)) {
                    $0.bursts = [burst(of: 500)]
                }
            },
            healthy: { sample, second in
                sample.survey("cache:*", expiring: (.hour, 1_000)) {
                    $0.bursts = [burst(of: 500, putOffBy: second * 1_000)]
                }
            }
        ),
        RuleCase(
            "session-no-ttl",
            evidence: ["keys_without_ttl": 10, "share_without_ttl": 0.01],
            fields: { _ in ["db0": "keys=1000,expires=990"] },
            sick: { sample, _ in
                sample.survey("app:session:*", lasting: 10, expiring: (.hour, 990))
            },
            healthy: { sample, _ in sample.survey("app:session:*", expiring: (.hour, 1_000)) }
        ),
        RuleCase(
            "immortal-lock",
            evidence: ["keys_without_ttl": 3],
            fields: { _ in ["db0": "keys=1000,expires=997"] },
            sick: { sample, _ in
                sample.survey("lock:*", lasting: 3, expiring: (.tenSeconds, 997))
            },
            healthy: { sample, _ in sample.survey("lock:*", expiring: (.tenSeconds, 1_000)) }
        ),
        RuleCase(
            "immortal-counter",
            evidence: ["keys_without_ttl": 1],
            fields: { _ in ["db0": "keys=1000,expires=999"] },
            sick: { sample, _ in
                sample.survey("rate_limit:*", lasting: 1, expiring: (.minute, 999))
            },
            healthy: { sample, _ in sample.survey("rate_limit:*", expiring: (.minute, 1_000)) }
        ),
        RuleCase(
            "no-ttl",
            evidence: ["share_without_ttl": 1],
            fields: { _ in ["db0": "keys=1000,expires=0"] },
            sick: { sample, _ in sample.survey("cache:product:*", lasting: 1_000) },
            healthy: { sample, _ in sample.survey("account:*", lasting: 1_000) }
        ),
        RuleCase(
            "lost-ttl",
            evidence: ["share_without_ttl": 0.3],
            fields: { _ in ["db0": "keys=1000,expires=700"] },
            sick: { sample, _ in sample.survey("user:*", lasting: 300, expiring: (.hour, 700)) },
            healthy: { sample, _ in sample.survey("user:*", lasting: 2, expiring: (.hour, 998)) }
        ),
        RuleCase(
            "ttl-fit",
            evidence: ["median_seconds_left": 100_000, "class_most_seconds": 300],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in
                sample.survey("trending:*", expiring: (.longer, 1_000)) {
                    $0.medianMilliseconds = 100_000_000
                }
            },
            healthy: { sample, _ in
                sample.survey("trending:*", expiring: (.tenMinutes, 1_000)) {
                    $0.medianMilliseconds = 120_000
                }
            }
        ),
    ]

    /// Half hits, half misses, five evictions a second, 100,000 keys.
    private static func evicting(_ second: Int64) -> KeyValuePairs<String, String> {
        [
            "maxmemory_policy": "allkeys-lru", "keyspace_hits": "\(50 * second)",
            "keyspace_misses": "\(50 * second)", "evicted_keys": "\(50 * second)",
            "db0": "keys=100000,expires=0",
        ]
    }

    /// Idle times whose density is so many keys a second at an age, in seconds up to the oldest.
    private static func idleTimes(
        _ sample: inout Sample,
        upTo oldest: Int64,
        _ density: (Double) -> Double
    ) {
        var survey = KeySurvey(method: .idleTime)
        survey.keysSeen = 100_000
        for place in 3...IdleProfile.place(of: oldest) {
            // Idle times are whole seconds.
            let from = IdleProfile.start(of: place).rounded(.up)
            let to = IdleProfile.start(of: place + 1).rounded(.up)
            let keys = UInt64(density((from * to).squareRoot()) * (to - from))
            survey.patterns.idle.keys[place] = keys
            survey.patterns.idle.bytes[place] = keys * 100
        }
        sample.survey = survey
    }

    private static func surveyOfSizes(_ sample: inout Sample, bytes: UInt64) {
        sample.survey("user:*", lasting: 1_000) {
            ($0.group.sized, $0.group.bytes) = (1_000, 1_000 * bytes)
            $0.group.squares = 1_000 * Double(bytes) * Double(bytes)
        }
        sample.survey?.sweeps = 1
    }

    /// Ten misses a second, and in second 50 three hundred more, just after one key expired.
    private static func stampede(_ second: Int64, changes: Int64) -> KeyValuePairs<String, String> {
        let isAfter: Int64 = second >= 50 ? 1 : 0
        return [
            "keyspace_hits": "\(1_000 * second)",
            "keyspace_misses": "\(10 * second + 300 * isAfter)",
            "expired_keys": "\(second >= 49 ? 1 : 0)",
            "rdb_changes_since_last_save": "\(changes * isAfter)", "db0": "keys=5000,expires=5000",
        ]
    }

    /// Five minutes each with 40, 50, 60, 40 and 50 misses of a thousand, and then with 150.
    private static func falling(_ second: Int64) -> KeyValuePairs<String, String> {
        let usual: [Int64] = [40, 50, 60, 40, 50]
        var misses: Int64 = 0
        for (place, each) in (usual + [150]).enumerated() {
            misses += each * max(0, min(second - Int64(place) * 300, place < 5 ? 300 : second))
        }
        return ["keyspace_hits": "\(1_000 * second - misses)", "keyspace_misses": "\(misses)"]
    }

    static func burst(of count: UInt64, putOffBy time: Int64 = 0) -> ExpiryBurst {
        ExpiryBurst(
            beginsMilliseconds: 180_000 + time,
            widthMilliseconds: 2_000,
            count: count,
            sampled: 1_000,
            bytes: 0,
            bytesSampled: 0
        )
    }
}
