import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// Whatever a server or a file says, rules have an opinion of it and nothing traps.
struct HostileNodeTests {
    private static let values = [
        "0", "1", "-1", "18446744073709551615", "9223372036854775807", "99999999999999999999",
        "0.00",
        "1000000000000000000.5", "nan", "err", "", "slave", "volatile-lru", "noeviction",
    ]
    private static let fields = [
        "maxmemory", "used_memory", "used_memory_rss", "total_system_memory", "keyspace_hits",
        "keyspace_misses", "evicted_keys", "expired_keys", "mem_fragmentation_ratio",
        "allocator_frag_ratio", "allocator_frag_bytes", "latest_fork_usec", "total_forks",
        "connected_clients", "maxclients", "pubsub_channels", "pubsub_patterns", "cmdstat_publish",
        "number_of_cached_scripts", "evicted_scripts", "repl_backlog_size", "master_repl_offset",
        "connected_slaves", "role", "master_link_status", "maxmemory_policy", "expired_stale_perc",
        "total_commands_processed", "total_error_replies", "rejected_connections",
        "uptime_in_seconds",
        "total_connections_received", "mem_clients_normal", "rdb_changes_since_last_save",
        "used_memory_dataset", "aof_delayed_fsync", "rdb_last_bgsave_status", "cluster_enabled",
    ]

    private func report(_ random: inout SeededGenerator) -> InfoReport {
        var text = "# Server\r\n"
        for field in Self.fields where Bool.random(using: &random) {
            text += "\(field):\(Self.values.randomElement(using: &random) ?? "")\r\n"
        }
        let calls = Self.values.randomElement(using: &random) ?? ""
        text +=
            "cmdstat_publish:calls=\(calls),usec=\(calls)\r\ncmdstat_del:calls=\(calls),usec=1\r\n"
        return InfoReport(
            Array((text + "# Keyspace\r\ndb0:keys=\(calls),expires=\(calls)\r\n").utf8)
        )
    }

    private func number(_ random: inout SeededGenerator) -> UInt64 {
        [0, 1, 500, .max, .max - 1, 1 << 63].randomElement(using: &random) ?? 0
    }

    /// Fills in what is known of a pattern beside its number.
    private func study(_ pattern: inout KeyPattern, _ random: inout SeededGenerator) {
        let type = [KeyType.string, .hash, .set].randomElement(using: &random) ?? .string
        pattern.group.types[type.rawValue] = 9
        (pattern.group.sized, pattern.group.bytes) = (number(&random), number(&random))
        pattern.group.storage.nameBytes = number(&random)
        pattern.group.storage.unpacked = number(&random)
        for place in pattern.group.storage.encodings.indices {
            pattern.group.storage.encodings[place] = number(&random)
        }
        let traffic = (0..<3).map { _ in
            KeyTraffic(count: number(&random), milliPerSecond: number(&random), squares: 1)
        }
        pattern.traffic = PatternTraffic(
            reads: traffic[0],
            writes: traffic[1],
            removals: traffic[2]
        )
        var values = ValueSample()
        (values.values, values.bytes) = (number(&random), number(&random))
        (values.packedBytes, values.json) = (number(&random), number(&random))
        pattern.values = values
        var members = MemberSample()
        (members.sets, members.members) = (number(&random), number(&random))
        (members.asked, members.gone) = (number(&random), number(&random))
        pattern.members = members
    }

    private func versions(_ random: inout SeededGenerator) -> VersionedPattern {
        var family = VersionedPattern(template: Array("user:*:v*".utf8))
        (family.currentKeys, family.currentBytes) = (number(&random), number(&random))
        (family.staleKeys, family.staleBytes) = (number(&random), number(&random))
        (family.staleLasting, family.staleIdle) = (number(&random), number(&random))
        return family
    }

    private func slots(_ random: inout SeededGenerator) -> SlotReport {
        var report = SlotReport()
        (report.slots, report.microsecondsPerSecond) = (number(&random), number(&random))
        report.medianMicrosecondsPerSecond = number(&random)
        var use = SlotUse(slot: Int64(bitPattern: number(&random)), keys: number(&random))
        use.microsecondsPerSecond = number(&random)
        report.busiest = [use]
        return report
    }

    private func stream(_ random: inout SeededGenerator) -> StreamUse {
        var stream = StreamUse(key: Array("events".utf8))
        let lag = Bool.random(using: &random) ? number(&random) : nil
        stream.groups = [
            StreamGroup(
                name: [],
                consumers: number(&random),
                pending: number(&random),
                lag: lag
            )
        ]
        return stream
    }

    private func burst(_ random: inout SeededGenerator) -> ExpiryBurst {
        ExpiryBurst(
            beginsMilliseconds: Int64(bitPattern: number(&random)),
            widthMilliseconds: Int64(bitPattern: number(&random)),
            count: number(&random),
            sampled: number(&random),
            bytes: number(&random),
            bytesSampled: number(&random)
        )
    }

    private func protection(_ random: inout SeededGenerator) -> Protection {
        var protection = Protection(
            outsideAddresses: number(&random),
            hasProtectedMode: false,
            wantsCertificates: false
        )
        protection.letsStrangersIn = Bool.random(using: &random)
        return protection
    }

    private func survey(_ random: inout SeededGenerator) -> KeySurvey {
        let looks = IdleLooks(
            quietMilliseconds: Int64(bitPattern: number(&random)),
            long: .init(count: 1, milliseconds: Int64(bitPattern: number(&random))),
            short: .init(count: 2, milliseconds: 1)
        )
        let window = TrafficWindow(
            bursts: number(&random),
            commands: number(&random),
            milliPerSecond: number(&random)
        )
        var survey = KeySurvey(method: Bool.random(using: &random) ? .idleTime : .traffic(window))
        (survey.keysSeen, survey.sweeps) = (number(&random), number(&random))
        survey.patterns.sampled = number(&random)
        survey.patterns.versions = [versions(&random)]
        survey.slots = slots(&random)
        survey.streams = [stream(&random)]
        for template in ["lock:*", "session:*", "a", "b", "cache:*", "rate_limit:*", "queue:*"] {
            var pattern = KeyPattern(template: Array(template.utf8), group: KeyGroup())
            (pattern.group.keys, pattern.group.lasting) = (number(&random), number(&random))
            study(&pattern, &random)
            for band in pattern.group.expiring.indices {
                pattern.group.expiring[band] = number(&random)
            }
            pattern.group.bytes = number(&random)
            pattern.medianMilliseconds = Int64(bitPattern: number(&random))
            pattern.bursts = [burst(&random), burst(&random)]
            survey.patterns.patterns.append(pattern)
        }
        var key = SurveyedKey(KeyName(Array("queue:x".utf8)))
        key.memoryBytes = Int64(bitPattern: number(&random))
        key.type = Array("list".utf8)
        key.idleLooks = looks
        key.traffic = KeyTraffic(
            count: number(&random),
            milliPerSecond: number(&random),
            squares: -1
        )
        (survey.biggest, survey.hottest) = ([key], [key])
        return survey
    }

    @Test(arguments: 1...60) func `nothing a server says makes a rule trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var history = History()
        var monitor = HealthMonitor()
        var beat: Int64 = 0
        for _ in 0..<40 {
            beat += Int64.random(in: 1...3, using: &random)
            let moment = Moment(
                wallMicroseconds: Int64(bitPattern: number(&random)) / 4,
                steadyMicroseconds: beat * 1_000_000,
                beat: beat
            )
            var content = Reading.Content.outage(
                Outage(
                    cause: .refused,
                    lastedMicroseconds: Int64(bitPattern: number(&random)),
                    attempts: 1,
                    retryMicroseconds: 0
                )
            )
            if Int.random(in: 0..<5, using: &random) > 0 {
                var sample = Sample(roundTripMicroseconds: 1, info: report(&random))
                sample.survey = survey(&random)
                sample.protection = protection(&random)
                content = .sample(sample)
            }
            history.fold(Reading(node: NodeID("n"), moment: moment, content: content))
            monitor.judge(history.nodes[0])
            let evidence = monitor.findings.flatMap(\.evidence)
            #expect(evidence.allSatisfy { !$0.value.isNaN })
        }
    }
}
