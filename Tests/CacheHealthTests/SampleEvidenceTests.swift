import CacheHealth
import CacheMetrics
import Recording
import TestSupport
import Testing

/// The same of rules that go by more than two reports.
///
/// Those are what was met of the keys, who is connected, what was for many beats. Each number is worked
/// out again from what the recording holds up to `since`.
struct SampleEvidenceTests {
    /// A rule's case, and how one works out a number by hand from the samples up to then.
    struct Recomputation: Sendable, CustomTestStringConvertible {
        let rule: String
        let evidence: String
        let value: @Sendable (Recorded) throws -> Double

        var testDescription: String { "\(rule).\(evidence)" }

        init(
            _ rule: String,
            _ evidence: String,
            _ value: @escaping @Sendable (Recorded) throws -> Double
        ) {
            (self.rule, self.evidence, self.value) = (rule, evidence, value)
        }
    }

    private static let keys = [
        Recomputation("big-key", "memory_bytes") { try Double($0.biggest) },
        Recomputation("queue-backlog", "growth_bytes_per_second") {
            try Double($0.biggest - $0.before(120).biggest) / 120
        },
        Recomputation("unbounded-list", "growth_bytes_per_second") {
            try Double($0.biggest - $0.before(120).biggest) / 120
        },
        Recomputation("unbounded-zset", "members") {
            Double(try #require($0.last.boards?.first?.memberCount))
        },
        Recomputation("hot-key", "requests_per_second") { recorded in
            // The rates of all bursts, added up.
            let rates = try #require(try recorded.survey.hottest.first?.traffic?.milliPerSecond)
            let window = try #require(try recorded.survey.method.window)
            return Double(rates) / 1_000 / Double(window.bursts)
        },
        Recomputation("local-cache", "hottest_share") { recorded in
            let window = try #require(recorded.survey.method.window)
            let rates = try recorded.survey.hottest.prefix(20).compactMap(\.traffic?.milliPerSecond)
            return Double(rates.reduce(0, +)) / Double(window.milliPerSecond)
        },
        Recomputation("hot-shard", "slot_share") { recorded in
            let slots = try #require(try recorded.survey.slots)
            let busiest = try #require(slots.busiest.first?.microsecondsPerSecond)
            return Double(busiest) / Double(try #require(slots.microsecondsPerSecond))
        },
        Recomputation("stream-lag", "entries_waiting") { recorded in
            let group = try #require(try recorded.survey.streams.first?.groups?.first)
            return Double(group.pending + (group.lag ?? 0))
        },
        Recomputation("no-namespace", "share") {
            Double(try $0.group.keys) / Double(try $0.survey.patterns.sampled)
        },
    ]

    private static let lives = [
        Recomputation("session-no-ttl", "share_without_ttl") { try $0.lastingShare },
        Recomputation("immortal-lock", "keys_without_ttl") { try $0.lastingShare * $0.population },
        Recomputation("immortal-counter", "keys_without_ttl") {
            try $0.lastingShare * $0.population
        },
        Recomputation("no-ttl", "share_without_ttl") { try $0.lastingShare },
        Recomputation("lost-ttl", "share_without_ttl") { try $0.lastingShare },
        Recomputation("ttl-fit", "median_seconds_left") {
            Double(try #require(try $0.pattern.medianMilliseconds)) / 1_000
        },
        Recomputation("expiry-wave", "keys") { recorded in
            let burst = try #require(try recorded.pattern.bursts.first)
            let share = Double(burst.count) / Double(burst.sampled)
            return (try recorded.population * (1 - recorded.lastingShare) * share).rounded()
        },
        Recomputation("expiry-wave", "seconds_ahead") { try $0.secondsToBurst },
        Recomputation("stampede-ahead", "seconds_ahead") { try $0.secondsToBurst },
    ]

    private static let values = [
        Recomputation("compress", "saved_bytes") { recorded in
            let values = try #require(try recorded.pattern.values)
            let left = Double(values.packedBytes) / Double(values.bytes)
            return (1 - left) * Double(try recorded.group.bytes) * (try recorded.scale)
        },
        Recomputation("json-rewrite", "write_share") { recorded in
            let traffic = try #require(try recorded.pattern.traffic)
            let writes = Double(traffic.writes.milliPerSecond)
            return writes / (writes + Double(try #require(traffic.reads?.milliPerSecond)))
        },
        Recomputation("encoding-blow-up", "unpacked_share") { recorded in
            let storage = try recorded.group.storage
            return Double(storage.unpacked) / Double(storage.encodings.reduce(0, +))
        },
        Recomputation("tiny-keys", "name_share") { recorded in
            let group = try recorded.group
            let keys = Double(group.keys)
            let name = Double(group.storage.nameBytes) / keys + 24
            return name / (Double(group.bytes) / Double(group.sized))
        },
        Recomputation("orphan-tags", "gone_share") { recorded in
            let members = try #require(try recorded.pattern.members)
            return Double(members.gone) / Double(members.asked)
        },
        Recomputation("stale-versions", "stale_share") { recorded in
            let family = try #require(try recorded.survey.patterns.versions.first)
            return Double(family.staleKeys) / Double(family.staleKeys + family.currentKeys)
        },
        Recomputation("unexplained-memory", "unexplained_bytes") { recorded in
            // The server's own table takes 32 bytes for each key.
            let ledger = recorded.number("used_memory_dataset") + 32 * recorded.population
            return ledger - Double(try recorded.group.bytes) * (try recorded.scale)
        },
    ]

    private static let times = [
        Recomputation("hit-drop", "hit_ratio") { recorded in
            mean(recorded.hitRatios.suffix(300))
        },
        Recomputation("hit-drop", "usual_hit_ratio") { recorded in
            let ratios = recorded.hitRatios
            let parts = (1...11).map { part in
                Array(ratios.dropLast(300 * part).suffix(300))
            }
            let means = parts.filter { $0.count >= 150 }.map { mean($0[...]) }.sorted()
            return means[means.count / 2]
        },
        Recomputation("stampede", "excess_misses") { recorded in
            let misses = recorded.steps("keyspace_misses")
            return try #require(misses.max()) - misses.sorted()[misses.count / 2]
        },
        Recomputation("stampede", "expired_keys") { $0.steps("expired_keys").reduce(0, +) },
        Recomputation("key-leak", "keys_grown") { recorded in
            let keys = recorded.samples.map { Recorded.keys($0) }
            return mean(keys.suffix(4)) - mean(keys.dropLast(600).suffix(4))
        },
        Recomputation("memory-bound-misses", "evicted_per_second") {
            mean($0.steps("evicted_keys").suffix(60)[...])
        },
        Recomputation("memory-wasted", "hit_ratio") { recorded in
            let hits = recorded.steps("keyspace_hits").suffix(120).reduce(0, +)
            return hits / (hits + recorded.steps("keyspace_misses").suffix(120).reduce(0, +))
        },
        Recomputation("scan-invalidation", "keys_calls") {
            $0.part("cmdstat_keys", "calls") - $0.before(60).part("cmdstat_keys", "calls")
        },
        Recomputation("slow-commands", "slow_commands") { recorded in
            let newest = { (recorded: Recorded) in try #require(recorded.last.slowLog?.first?.id) }
            return Double(try newest(recorded) - newest(recorded.before(300)))
        },
        Recomputation("observer", "observer_share") { recorded in
            let first = recorded.before(60)
            let calls = recorded.part("cmdstat_scan", "calls") - first.part("cmdstat_scan", "calls")
            let time = recorded.part("cmdstat_scan", "usec") - first.part("cmdstat_scan", "usec")
            let own = { (recorded: Recorded) in Double(recorded.last.cost.commands["scan"] ?? 0) }
            let seconds = Double(recorded.samples.count - first.samples.count)
            return time * (own(recorded) - own(first)) / calls / 1e6 / seconds
        },
        Recomputation("swapping", "fragmentation_ratio") { $0.number("mem_fragmentation_ratio") },
        Recomputation("slow-subscriber", "output_bytes") {
            Double(try #require($0.last.clients?.heaviest.compactMap(\.outputBytes).max()))
        },
        Recomputation("exposed", "outside_addresses") {
            Double(try #require($0.last.protection).outsideAddresses)
        },
    ]

    private static func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    @Test(arguments: keys + lives + values + times)
    func `a finding's number follows from the samples as they were recorded`(
        hand: Recomputation
    ) throws {
        let readings = try #require(RuleCases.all.first { $0.rule == hand.rule }).sick
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let reader = try RecordingReader(opening: file.path)
        var cursor = reader.cursor(at: 0)
        var (history, monitor, samples) = (History(), HealthMonitor(), [Sample]())
        var told: Finding?
        while told == nil, let reading = cursor.next() {
            history.fold(reading)
            guard case .sample(let sample) = reading.content else { continue }
            samples.append(sample)
            monitor.judge(try #require(history[reading.node]))
            told = monitor.findings.first { $0.rule == hand.rule }
        }
        let finding = try #require(told)
        let since = reader.ticks[samples.count - 1].wallMicroseconds
        #expect(since == finding.since.wallMicroseconds)
        let evidence = try #require(finding.evidence.first { $0.name == hand.evidence })
        let value = try hand.value(Recorded(samples: samples))
        #expect(abs(evidence.value - value) <= 1e-9 * max(1, abs(value)), "\(evidence) \(value)")
    }

    @Test func `an outage's attempts are those of its reading`() throws {
        let readings = try #require(RuleCases.all.first { $0.rule == "outage" }).sick
        let file = try TemporaryFile()
        _ = try file.record(readings)
        var history = History()
        var monitor = HealthMonitor()
        var attempts: Int64?
        for reading in file.readAll(try RecordingReader(opening: file.path)) {
            history.fold(reading)
            if case .outage(let outage) = reading.content { attempts = outage.attempts }
            if let node = history[reading.node] { monitor.judge(node) }
        }
        let finding = try #require(monitor.findings.first { $0.rule == "outage" })
        #expect(
            finding.evidence.first { $0.name == "attempts" }?.value == attempts.map(Double.init)
        )
    }

    @Test func `every rule has a number that is worked out again`() {
        let here = (Self.keys + Self.lives + Self.values + Self.times).map(\.rule)
        let all = Set(here + EvidenceTests.rules + ["outage"])
        #expect(all == Set(RuleCatalog.all.map(\.name)))
    }
}
