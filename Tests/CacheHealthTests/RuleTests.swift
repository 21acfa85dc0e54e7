import CacheHealth
import CacheMetrics
import TestSupport
import Testing

struct RuleTests {
    /// What a monitor reports after some readings of one node.
    private func report(_ readings: some Sequence<Reading>) -> HealthReport {
        var history = History()
        var monitor = HealthMonitor()
        for reading in readings {
            history.fold(reading)
            if let node = history[reading.node] { monitor.judge(node) }
        }
        return monitor.report
    }

    private func rules(_ report: HealthReport) -> [String] { report.findings.map(\.rule) }

    /// A minute of lookups of which a share hits.
    private func lookups(hits: Int64, misses: Int64, beats: Range<Int64> = 0..<60) -> [Reading] {
        beats.map {
            .sample($0, ["keyspace_hits": "\(hits * $0)", "keyspace_misses": "\(misses * $0)"])
        }
    }

    @Test func `a cache that hits is healthy`() {
        #expect(rules(report(lookups(hits: 90, misses: 10))).isEmpty)
    }

    @Test(
        arguments: [(79, 21, Severity.warning), (49, 51, .critical)] as [(Int64, Int64, Severity)]
    )
    func `a cache that misses too much is found out`(
        hits: Int64,
        misses: Int64,
        severity: Severity
    ) throws {
        let finding = try #require(report(lookups(hits: hits, misses: misses)).findings.first)
        #expect(finding.rule == "hit-rate")
        #expect(finding.severity == severity)
        #expect(abs((finding.evidence.first?.value ?? 0) - Double(hits) / 100) < 1e-9)
        #expect(finding.evidence.count == 3)
    }

    @Test func `a quiet night is no finding but a lack of evidence`() {
        let report = report(lookups(hits: 1, misses: 9))
        #expect(rules(report).isEmpty)
        #expect(
            report.undecided.contains {
                $0.rule == "hit-rate" && $0.reason.contains("1,000 lookups")
            }
        )
    }

    @Test func `memory is judged by what eviction goes by`() {
        func memory(_ used: Int, exempt: Int, _ policy: String) -> [Reading] {
            (0..<5).map {
                .sample(
                    $0,
                    [
                        "used_memory": "\(used)", "mem_not_counted_for_evict": "\(exempt)",
                        "maxmemory": "1000",
                        "maxmemory_policy": policy,
                    ]
                )
            }
        }
        #expect(rules(report(memory(990, exempt: 0, "allkeys-lru"))) == ["memory-level"])
        #expect(rules(report(memory(990, exempt: 100, "allkeys-lru"))).isEmpty)
        #expect(report(memory(990, exempt: 0, "noeviction")).worst == .critical)
        #expect(report(memory(990, exempt: 0, "allkeys-lru")).worst == .warning)
    }

    @Test
    func `evicting keys that stayed under ten minutes is thrashing, evicting old ones is not`() {
        func evictions(perSecond: Int64) -> [Reading] {
            (0..<30).map {
                .sample(
                    $0,
                    [
                        "evicted_keys": "\(perSecond * $0)", "expired_keys": "0",
                        "db0": "keys=10000,expires=0",
                    ]
                )
            }
        }
        #expect(rules(report(evictions(perSecond: 100))) == ["thrash"])
        #expect(rules(report(evictions(perSecond: 1))).isEmpty)
        #expect(rules(report(evictions(perSecond: 0))).isEmpty)
    }

    @Test func `what a server did before it started again is no finding of what it does now`() {
        func reading(_ beat: Int64, run: String, uptime: Int64, evicted: Int64) -> Reading {
            .sample(
                beat,
                [
                    "run_id": run, "uptime_in_seconds": "\(uptime)", "evicted_keys": "\(evicted)",
                    "expired_keys": "0", "db0": "keys=10000,expires=0",
                ]
            )
        }
        let before = (0..<30).map {
            reading($0, run: "a", uptime: 900 + $0, evicted: 100 * $0)
        }
        #expect(rules(report(before)) == ["thrash"])
        let after = (30..<36).map { reading($0, run: "b", uptime: $0 - 29, evicted: 0) }
        #expect(rules(report(before + after)).isEmpty)
    }

    @Test func `an outage is told at once, and gone at once`() {
        #expect(rules(report([.sample(0, [:]), .outage(1)])) == ["outage"])
        #expect(rules(report([.sample(0, [:]), .outage(1), .sample(2, [:])])).isEmpty)
        #expect(report([.outage(0, .loading(percent: 3, secondsLeft: 9))]).worst == .warning)
        #expect(report([.outage(0, .connecting)]).worst == .info)
    }

    @Test func `nothing is said about rates while the server is away`() {
        let readings = lookups(hits: 10, misses: 90) + [.outage(60)]
        #expect(rules(report(readings)) == ["outage"])
    }

    @Test func `one bad beat is no finding, three of five are`() {
        func level(_ pattern: [Bool]) -> [String] {
            rules(
                report(
                    pattern.enumerated().map {
                        .sample(
                            Int64($0),
                            ["used_memory": $1 ? "990" : "500", "maxmemory": "1000"]
                        )
                    }
                )
            )
        }
        #expect(level([false, false, true]).isEmpty)
        #expect(level([true, false, true]).isEmpty)
        #expect(level([true, false, true, false, true]) == ["memory-level"])
        #expect(level([true, true, true, false, false]) == ["memory-level"])
        #expect(level([true, true, true, false, false, false]).isEmpty)
    }

    @Test func `a value that swings about its threshold does not make a finding come and go`() {
        var history = History()
        var monitor = HealthMonitor()
        var seen: [Bool] = []
        for beat in 0..<60 {
            let used = beat.isMultiple(of: 2) ? 952 : 946
            history.fold(.sample(Int64(beat), ["used_memory": "\(used)", "maxmemory": "1000"]))
            monitor.judge(history.nodes[0])
            seen.append(!monitor.report.findings.isEmpty)
        }
        let changes = zip(seen, seen.dropFirst()).filter(!=).count
        #expect(changes == 1)
    }

    @Test func `the score falls with what is wrong, and is not known before anything is`() {
        #expect(HealthReport().score == nil)
        #expect(report(lookups(hits: 70, misses: 30)).score == 92)
        #expect(report(lookups(hits: 40, misses: 60)).score == 78)
    }

    /// A report of so many checks that could not be made, beside ten that passed.
    private func report(undecided: Int, away: Int = 0, findings: [Finding] = []) -> HealthReport {
        var report = HealthReport()
        report.passed = 10
        report.findings = findings
        let nodes = (0..<undecided).map { _ in "n" } + (0..<away).map { _ in "away" }
        report.undecided = nodes.map {
            Undecided(rule: "hit-rate", node: NodeID($0), reason: "no traffic")
        }
        return report
    }

    @Test func `a score is told where most checks could be made, or something is wrong`() throws {
        #expect(report(undecided: 10).score == 100)
        #expect(report(undecided: 11).score == nil)
        var idle = report(undecided: 2)
        for rule in ["errors", "hot-key"] {
            idle.undecided.append(Undecided(rule: rule, node: NodeID("n"), reason: "no traffic"))
        }
        #expect(idle.score == nil)
        idle.undecided[3].node = NodeID("other")
        #expect(idle.score == 100)
        var sick = try #require(report(lookups(hits: 70, misses: 30)).findings.first)
        #expect(report(undecided: 50, findings: [sick]).score == 92)
        sick.severity = .info
        #expect(report(undecided: 50, findings: [sick]).score == nil)
        #expect(report(undecided: 11, findings: [sick]).score == 98)
        (sick.rule, sick.node, sick.severity) = ("outage", NodeID("away"), .critical)
        #expect(report(undecided: 11, away: 1, findings: [sick]).score == nil)
        #expect(report(undecided: 10, away: 60, findings: [sick]).score == 78)
    }

    @Test(arguments: [
        (Refusal.Reason.notPermitted, "needs +"),
        (.unknownCommand, "not available on this server: "),
    ])
    func `a rule whose command is refused says so`(reason: Refusal.Reason, words: String) {
        let report = report(
            (0..<5).map { beat in
                .sample(beat, [:]) { sample in
                    sample.stream(pending: 1, lag: 1)
                    sample.survey?.streams[0].groups = nil
                    sample.refusals = ["+config|get", "+xinfo|groups"].map {
                        Refusal(accessRule: $0, reason: reason)
                    }
                }
            }
        )
        let reasons = Dictionary(
            uniqueKeysWithValues: report.undecided.map { ($0.rule, $0.reason) }
        )
        #expect(reasons["exposed"] == words + "config|get")
        #expect(reasons["stream-lag"] == words + "xinfo|groups")
    }

    @Test func `a stream is not asked about where that would make it look used, and that is said`()
    {
        let report = report(
            (0..<5).map { beat in
                .sample(beat, [:]) { sample in
                    sample.stream(pending: 1, lag: 1)
                    sample.survey?.streams[0].groups = nil
                    sample.cost.touchesKeys = true
                }
            }
        )
        let reason = report.undecided.first { $0.rule == "stream-lag" }?.reason ?? ""
        #expect(reason.contains("before Redis 7.2") && reason.contains("--allow-values"))
    }

    @Test func `every rule explains itself`() {
        for rule in RuleCatalog.all {
            #expect(
                !rule.title.isEmpty && !rule.condition.isEmpty && !rule.effect.isEmpty
                    && !rule.remedy.isEmpty
            )
        }
        #expect(Set(RuleCatalog.all.map(\.name)).count == RuleCatalog.all.count)
    }
}
