import CacheMetrics
import TestSupport

// What the names and the values of a pattern's keys say.
extension RuleCases {
    static let patterns = [
        RuleCase(
            "orphan-tags",
            // Of 400 members of 20 sets a half is gone.
            evidence: ["gone_share": 0.5, "sets_read": 20, "sets": 1_000],
            fields: { _ in ["db0": "keys=1000,expires=0"] },
            sick: { sample, _ in tags(&sample, gone: 200) },
            healthy: { sample, _ in tags(&sample, gone: 8) }
        ),
        RuleCase(
            "stale-versions",
            evidence: ["stale_share": 0.6, "stale_byte_share": 0.6, "stale_no_ttl_share": 1],
            fields: { _ in ["db0": "keys=1000,expires=400"] },
            sick: { sample, _ in versions(&sample, lasting: 600) },
            healthy: { sample, _ in versions(&sample, lasting: 0) }
        ),
        RuleCase(
            "compress",
            // 40 % of a million bytes are left, so that 600,000 are saved.
            evidence: ["saved_bytes": 4_800_000, "lz4_share": 0.4, "values_read": 25],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in pages(&sample, packed: 400, of: 1_000) },
            healthy: { sample, _ in pages(&sample, packed: 900, of: 1_000) }
        ),
        RuleCase(
            "json-rewrite",
            evidence: ["write_share": 0.5, "json_share": 1],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in documents(&sample, writes: 200, of: 400) },
            healthy: { sample, _ in documents(&sample, writes: 4, of: 400) }
        ),
        // Objects that are kept as hashes need not be read.
        RuleCase(
            "json-rewrite",
            evidence: ["write_share": 0.5, "json_share": 1],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in documents(&sample, writes: 200, of: 400) },
            healthy: { sample, _ in hashes(&sample, unpacked: 2) }
        ),
        RuleCase(
            "write-waste",
            seconds: 301,
            evidence: ["write_share": 0.9, "commands_heard": 400],
            fields: { second in
                [
                    "cmdstat_set": "calls=\(20 * second),usec=\(20 * second)",
                    "keyspace_hits": "\(90 * second)", "keyspace_misses": "\(9 * second)",
                    "db0": "keys=1000,expires=1000",
                ]
            },
            sick: { sample, _ in used(&sample, "page:*", writes: 360, of: 400) },
            healthy: { sample, _ in used(&sample, "page:*", writes: 120, of: 400) }
        ),
        RuleCase(
            "encoding-blow-up",
            evidence: ["unpacked_share": 0.8, "keys_asked": 125],
            fields: { _ in ["db0": "keys=1000,expires=1000"] },
            sick: { sample, _ in hashes(&sample, unpacked: 100) },
            healthy: { sample, _ in hashes(&sample, unpacked: 2) }
        ),
        RuleCase(
            "hot-shard",
            // One of 200 slots has 60 of 100 ms a second.
            evidence: ["slot_share": 0.6, "slot": 42, "keys": 7],
            fields: { _ in ["cluster_enabled": "1"] },
            sick: { sample, _ in slots(&sample, microsecondsOfOne: 60_000) },
            healthy: { sample, _ in slots(&sample, microsecondsOfOne: 900) }
        ),
        RuleCase(
            "tiny-keys",
            // Names of 20 bytes and entries of 24, of values of 64.
            evidence: ["name_share": 44.0 / 64, "keys": 20_000],
            fields: { _ in ["db0": "keys=20000,expires=20000"] },
            sick: { sample, _ in names(&sample, bytesEach: 64) },
            healthy: { sample, _ in names(&sample, bytesEach: 400) }
        ),
    ]

    private static func slots(_ sample: inout Sample, microsecondsOfOne: UInt64) {
        var survey = KeySurvey(method: .unknown)
        var report = SlotReport()
        (report.slots, report.microsecondsPerSecond) = (200, 100_000)
        report.medianMicrosecondsPerSecond = 500
        var use = SlotUse(slot: 42, keys: 7)
        use.microsecondsPerSecond = microsecondsOfOne
        report.busiest = [use]
        survey.slots = report
        sample.survey = survey
    }

    private static func tags(_ sample: inout Sample, gone: UInt64) {
        sample.survey("tag:*", type: .set, lasting: 1_000) { pattern in
            var members = MemberSample()
            (members.sets, members.members) = (20, 2_000)
            (members.asked, members.gone) = (400, gone)
            pattern.members = members
        }
    }

    private static func versions(_ sample: inout Sample, lasting: UInt64) {
        sample.survey("user:*:v*", lasting: 1_000)
        var family = VersionedPattern(template: Array("user:*:v*".utf8))
        family.entities = 400
        (family.currentKeys, family.currentBytes) = (400, 40_000)
        (family.staleKeys, family.staleBytes) = (600, 60_000)
        (family.staleLasting, family.staleProbed) = (lasting, 600)
        sample.survey?.patterns.versions = [family]
        sample.survey?.sweeps = 1
    }

    private static func pages(_ sample: inout Sample, packed: UInt64, of bytes: UInt64) {
        sample.survey("page:*", expiring: (.hour, 1_000)) { pattern in
            (pattern.group.sized, pattern.group.bytes) = (1_000, 8_000_000)
            pattern.group.squares = 8_000 * 8_000_000
            var values = ValueSample()
            (values.values, values.bytes) = (25, 25 * bytes)
            values.packedBytes = 25 * packed
            pattern.values = values
        }
    }

    private static func documents(_ sample: inout Sample, writes: UInt64, of all: UInt64) {
        sample.survey("profile:*", expiring: (.hour, 1_000)) { pattern in
            var values = ValueSample()
            (values.values, values.bytes, values.packedBytes) = (25, 25_000, 20_000)
            values.json = 25
            pattern.values = values
            pattern.traffic = traffic(writes: writes, of: all)
        }
    }

    private static func used(
        _ sample: inout Sample,
        _ template: String,
        writes: UInt64,
        of all: UInt64
    ) {
        sample.survey(template, expiring: (.hour, 1_000)) {
            $0.traffic = traffic(writes: writes, of: all)
        }
    }

    private static func traffic(writes: UInt64, of all: UInt64) -> PatternTraffic {
        let used = { (count: UInt64) in
            KeyTraffic(count: count, milliPerSecond: count * 100, squares: 0)
        }
        return PatternTraffic(reads: used(all - writes), writes: used(writes), removals: used(0))
    }

    private static func hashes(_ sample: inout Sample, unpacked: UInt64) {
        sample.survey("cart:*", type: .hash, expiring: (.hour, 1_000)) { pattern in
            pattern.group.storage.encodings[KeyEncoding.hashTable.rawValue] = 100
            pattern.group.storage.encodings[KeyEncoding.packed.rawValue] = 25
            pattern.group.storage.unpacked = unpacked
        }
    }

    private static func names(_ sample: inout Sample, bytesEach: UInt64) {
        sample.survey("seen:*", expiring: (.hour, 1_000)) { pattern in
            (pattern.group.sized, pattern.group.bytes) = (1_000, 1_000 * bytesEach)
            pattern.group.squares = 1_000 * Double(bytesEach * bytesEach)
            pattern.group.storage.nameBytes = 20_000
        }
    }
}
