package import CacheMetrics

/// A made-up minute and a half of one server: traffic, an outage, a restart, and every kind of fact.
package enum Incident {
    /// The tick on which the server was first found gone.
    package static let outageBegins = 45
    /// The tick on which it was back, started anew.
    package static let restart = 52

    /// The readings, one for each beat.
    package static let readings: [Reading] = (0..<90).map { beat in
        if (outageBegins..<restart).contains(beat) {
            return .outage(Int64(beat), beat == outageBegins ? .stale : .refused)
        }
        let life = beat >= restart ? beat - restart + 1 : beat + 1_000
        return .sample(Int64(beat), [:]) {
            fill(&$0, life: life, run: beat >= restart ? "b2" : "a1")
        }
    }

    private static func fill(_ sample: inout Sample, life: Int, run: String) {
        let (hits, misses) = (life * 900, life * 100 + life * life % 7)
        sample.info = .of([
            "run_id": run, "uptime_in_seconds": "\(life)", "keyspace_hits": "\(hits)",
            "keyspace_misses": "\(misses)",
            "used_memory": "\(20_000_000 + life % 37 * 11_003)", "maxmemory": "25165824",
            "used_memory_rss": "31000000",
            "used_memory_dataset": "17000000", "mem_fragmentation_ratio": "1.4\(life % 10)",
            "total_commands_processed": "\(life * 3_000)", "evicted_keys": "\(life * 60)",
            "expired_keys": "\(life * 3)",
            "connected_clients": "12", "total_net_input_bytes": "\(life * 51_200)",
            "total_net_output_bytes": "\(life * 204_800)",
            "cmdstat_get": "calls=\(life * 2_000),usec=\(life * 2_600),usec_per_call=1.30",
            "cmdstat_zincrby": "calls=\(life * 400),usec=\(life * 1_200),usec_per_call=3.00",
            "cmdstat_info": "calls=\(life % 1_000),usec=\(life % 1_000 * 90),usec_per_call=90.00",
            "errorstat_E\u{1B}]0;t\u{7}X": "count=\(life)",
            "db0": "keys=\(21_000 + life % 50),expires=20000,avg_ttl=9",
        ])
        sample.latencies = [
            CommandLatency(
                command: Array("get".utf8),
                histogram: LatencyHistogram(
                    bounds: [1, 2, 8],
                    counts: [1_800, 1_950, 2_000].map { $0 * UInt64(life) }
                )
                    ?? LatencyHistogram()
            )
        ]
        sample.slowLog = [
            SlowCommand(
                id: Int64(life / 10),
                serverSeconds: 1_795_269_600,
                microseconds: 21_000,
                command: Array("KEYS".utf8),
                key: Array("tag:*".utf8),
                wordCount: 2,
                client: Array("10.0.0.7:51022".utf8),
                clientName: []
            )
        ]
        if life.isMultiple(of: 10) { sample.clients = clients(life) }
        let scores = [5_000.0 + Double(life), 4_000 + 3 * Double(life % 500), 17.25]
        let members = ["post:17", "post:\u{1B}[31m4", "日本"].map { Array($0.utf8) }
        let rows = zip(members, scores).map { Board.Row(KeyName($0), score: $1) }.sorted {
            $0.score > $1.score
        }
        sample.boards = [
            Board(key: Array("trending".utf8), state: .read, memberCount: 503, rows: rows),
            Board(key: Array("gone".utf8), state: .missing),
        ]
        sample.counters = [CounterPair(name: "cache", hits: UInt64(hits), misses: UInt64(misses))]
        sample.survey = survey(life)
        sample.cost.commands = [
            "info": UInt64(life % 1_000), "scan": UInt64(life * 4),
            "memory|usage": UInt64(life * 400), "object|freq": UInt64(life * 8),
        ]
        sample.cost.batches = UInt64(life * 5)
        (sample.cost.falseHits, sample.cost.allowedLookups) = (UInt64(life * 8), UInt64(life * 10))
        sample.cost.ownMicroseconds = UInt64(life * 5_000)
        sample.cost.ownMemoryBytes = 22_000_000
        if life.isMultiple(of: 2) {
            sample.refusals = [Refusal(accessRule: "+slowlog|get", reason: .notPermitted)]
        }
    }

    /// Eleven that ask, and one that is sent more than it takes.
    private static func clients(_ life: Int) -> ClientReport {
        let lines = (0..<11).map { number in
            "id=\(number + 4) addr=10.0.0.\(number):51\(number) name=web-\(number) age=\(life) "
                + "idle=\(number * 40) flags=N sub=0 psub=0 qbuf=26 omem=0 "
                + "tot-mem=\(22_000 - number) cmd=get lib-name=\u{1B}[7mlib"
        }
        let slow =
            "id=90 addr=10.0.1.9:40001 name= age=\(life) idle=2 flags=P sub=3 psub=1 qbuf=0 "
            + "omem=\(life * 20_000) tot-mem=\(life * 20_000 + 2_000) cmd=subscribe"
        let own = "id=3 addr=10.0.0.9:1 name=hitscope-7 flags=N cmd=client|list tot-mem=9"
        return ClientReport(
            listing: Array((lines + [slow, own]).joined(separator: "\n").utf8)
        )
    }

    private static func survey(_ life: Int) -> KeySurvey {
        var survey = KeySurvey(
            method: .frequency(logFactor: 10, decayMinutes: 1, areAssumed: false)
        )
        survey.keysSeen = UInt64(life * 400)
        (survey.databaseKeys, survey.probedKeys) = (UInt64(21_000 + life % 50), UInt64(life * 8))
        survey.progressMillionths = Int64(life * 700 % 1_000_000)
        let names: [[UInt8]] =
            ["user:1", "user:2", "cfg:flags"].map { Array($0.utf8) } + [
                [0x1B, 0x5B, 0xFF, 0x0D, 0x0A]
            ]
        survey.hottest = names.enumerated().map { index, name in
            var key = SurveyedKey(KeyName(name), seenMilliseconds: Int64(life / 3 * 3_000))
            key.frequency = Int64(120 - index * 20)
            key.climb = CounterClimb(
                steps: 20,
                uncertainSteps: 1,
                exposureMicroseconds: 55_000_000 / ((105 - Int64(index) * 20) * 10 + 1),
                spanMilliseconds: 55_000
            )
            key.memoryBytes = Int64(816 * (index + 1))
            key.type = Array("string".utf8)
            key.timeToLiveMilliseconds = index == 2 ? -1 : 3_500_000
            return key
        }
        survey.biggest = survey.hottest.reversed()
        survey.rankings = [Array("trending".utf8)]
        survey.patterns = patterns(life)
        return survey
    }

    /// A third of the keys looked at: three patterns, one of which loses a fifth of its keys at once.
    private static func patterns(_ life: Int) -> PatternTable {
        var table = PatternTable()
        let burst = ExpiryBurst(
            beginsMilliseconds: 180_000,
            widthMilliseconds: 2_000,
            count: 184,
            sampled: 1_000,
            bytes: 92_000,
            bytesSampled: 500_000
        )
        table.patterns = [
            pattern(
                "user:*:activity",
                keys: 4_000 + life % 10,
                bytes: 900,
                lasting: 40,
                type: .list
            ),
            pattern("cache:product:*", keys: 2_000, bytes: 500, lasting: 0, type: .string),
            pattern("\u{1B}[31mx:*", keys: 900, bytes: 80, lasting: 900, type: .hash),
        ]
        table.patterns[1].bursts = [burst]
        table.patterns[2].group.bigKeys = 2
        table.patterns[2].group.bigBytes = 3_000_000
        table.patterns[2].group.bigSquares = 5e12
        table.others = pattern("", keys: 100, bytes: 64, lasting: 100, type: .other).group
        for place in [3, 12, 20] {
            table.idle.keys[place] = UInt64(place * 10)
            table.idle.bytes[place] = UInt64(place * 4_000)
        }
        table.ledgerMillionths = 1_020_000
        table.sampled = table.everything.keys
        return table
    }

    private static func pattern(
        _ template: String,
        keys: Int,
        bytes: Int,
        lasting: Int,
        type: KeyType
    ) -> KeyPattern {
        var group = KeyGroup()
        (group.keys, group.sized, group.lasting) = (UInt64(keys), UInt64(keys), UInt64(lasting))
        (group.bytes, group.largest) = (UInt64(keys * bytes), UInt64(bytes * 3))
        group.squares = Double(keys * bytes * bytes) * 1.4
        group.types[type.rawValue] = UInt64(keys / 8)
        for (band, share) in [1: 8, 2: 4, 4: 2].sorted(by: { $0.key < $1.key }) {
            group.expiring[band] = UInt64((keys - lasting) / share)
        }
        group.expiring[6] = UInt64(keys - lasting) - group.expiringKeys
        return KeyPattern(
            template: Array(template.utf8),
            group: group,
            medianMilliseconds: lasting == keys ? nil : 1_800_000
        )
    }
}
