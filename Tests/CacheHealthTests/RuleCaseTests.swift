import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// Each rule speaks where it should, by numbers that can be worked out by hand, and not elsewhere.
struct RuleCaseTests {
    /// What a monitor reports at the end of some readings.
    private func report(_ readings: [Reading]) -> HealthReport {
        var history = History()
        var monitor = HealthMonitor()
        for (number, reading) in readings.enumerated() {
            history.fold(reading)
            // Enough beats for a finding to appear; before them rules had less to go by.
            guard number >= readings.count - 5, let node = history[reading.node] else { continue }
            monitor.judge(node)
        }
        return monitor.report
    }

    @Test(arguments: RuleCases.all)
    func `it speaks where it should, with the numbers it goes by`(rule: RuleCase) throws {
        let report = report(rule.sick)
        let finding = try #require(report.findings.first { $0.rule == rule.rule })
        for (name, value) in rule.evidence {
            let told = try #require(finding.evidence.first { $0.name == name }, "\(name)")
            #expect(abs(told.value - value) <= 1e-6 * max(1, abs(value)), "\(name)")
        }
        // Where hardly anything hits, that is part of what is wrong.
        let others = report.findings.filter {
            ![rule.rule, "hit-rate"].contains($0.rule) && $0.severity == .critical
        }
        #expect(others.map(\.rule) == [])
    }

    @Test(arguments: RuleCases.all)
    func `it is silent where nothing is wrong, and knows it`(rule: RuleCase) {
        let report = report(rule.healthy)
        #expect(!report.findings.contains { $0.rule == rule.rule })
        let reason = report.undecided.first { $0.rule == rule.rule }?.reason
        #expect(reason == nil)
    }

    @Test(arguments: RuleCatalog.all.map(\.name))
    func `of a server that says nothing it knows nothing`(name: String) throws {
        let readings = (0..<6).map { Reading.sample($0, [:]) }
        let findings = report(readings).findings.map(\.rule)
        #expect(!findings.contains(name))
    }

    @Test func `every rule has a case`() {
        #expect(Set(RuleCases.all.map(\.rule)) == Set(RuleCatalog.all.map(\.name)))
    }
}
