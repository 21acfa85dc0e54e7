import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// What can be set is what is gone by, and is what is said.
struct ThresholdTests {
    /// How urgent a rule finds some readings, under each of some policies; `nil` if it finds nothing.
    private func severities(_ readings: [Reading], _ setting: Setting) -> [[Severity?]] {
        var history = History()
        var monitors = setting.opposites.map { $0.map { HealthMonitor(under: $0) } }
        for (number, reading) in readings.enumerated() {
            history.fold(reading)
            guard number >= readings.count - 5, let node = history[reading.node] else { continue }
            for pair in monitors.indices {
                for end in monitors[pair].indices { monitors[pair][end].judge(node) }
            }
        }
        return monitors.map { $0.map { $0.findings.first?.severity } }
    }

    private static let settable = RuleCatalog.all.flatMap { rule in
        rule.thresholds.map { Setting(rule: rule, threshold: $0) }
    }

    struct Setting: Sendable, CustomTestStringConvertible {
        let rule: HealthRule
        let threshold: Threshold

        var testDescription: String { "\(rule.name).\(threshold.name)" }

        /// Pairs of policies that differ in this threshold only; no other rule is asked.
        var opposites: [[HealthPolicy]] {
            let ends = [threshold.range.lowerBound, threshold.range.upperBound]
            let others = rule.thresholds.filter { $0.name != threshold.name }
            let surroundings: [[String: Double]] = [
                [:],
                Dictionary(uniqueKeysWithValues: others.map { ($0.name, $0.range.lowerBound) }),
                Dictionary(uniqueKeysWithValues: others.map { ($0.name, $0.range.upperBound) }),
                Dictionary(
                    uniqueKeysWithValues: others.filter { $0.name.hasPrefix("critical") }.map {
                        ($0.name, $0.range.lowerBound)
                    }
                ),
            ]
            return surroundings.map { numbers in
                ends.map { end in
                    var policy = HealthPolicy()
                    policy.thresholds[rule.name] = numbers.merging([threshold.name: end]) { $1 }
                    policy.silenced = Set(RuleCatalog.all.map(\.name)).subtracting([rule.name])
                    return policy
                }
            }
        }
    }

    @Test(arguments: settable)
    func `every threshold that can be set makes a difference`(setting: Setting) {
        let readings = RuleCases.all.filter { $0.rule == setting.rule.name }.flatMap {
            [$0.sick, $0.healthy]
        }
        let differs = readings.contains { readings in
            severities(readings, setting).contains { $0.first != $0.last }
        }
        #expect(differs)
    }

    @Test(arguments: settable)
    func `every threshold stands in its rule's condition`(setting: Setting) {
        var policy = HealthPolicy()
        // 0.777 and 0.777 seconds read as no default does.
        policy.thresholds[setting.rule.name] = [setting.threshold.name: 0.777]
        let rule = RuleCatalog.rules(under: policy).first { $0.name == setting.rule.name }
        let words = setting.threshold.words(0.777)
        #expect(rule?.condition.contains(words) == true, "\(rule?.condition ?? "")")
        #expect(setting.rule.condition.contains { "{}".contains($0) } == false)
    }

    @Test func `a threshold takes with it what it takes to go`() throws {
        var policy = HealthPolicy()
        policy.thresholds["hit-rate"] = ["hit_ratio": 0.9]
        policy.thresholds["thrash"] = ["stay": 300]
        let rules = RuleCatalog.rules(under: policy)
        let rate = try #require(rules.first { $0.name == "hit-rate" }?.thresholds.first)
        #expect(rate.value == 0.9)
        #expect(abs(rate.until - 0.92) < 1e-9)
        let stay = try #require(rules.first { $0.name == "thrash" }?.thresholds.first)
        #expect(stay.until == 360)
    }

    @Test(
        arguments: [
            (0.05, .ratio, "5 %"), (0.008, .ratio, "0.8 %"), (1_000, .count, "1,000"),
            (1_234_567, .perSecond, "1,234,567"), (1.5, .quotient, "1.5"),
            (33_554_432, .bytes, "32 MB"),
            (100, .bytes, "100 bytes"), (0.02, .seconds, "20 ms"), (60, .seconds, "60 s"),
            (600, .seconds, "10 min"), (86_400, .seconds, "24 h"), (604_800, .seconds, "7 days"),
        ] as [(Double, Metric.Unit, String)]
    )
    func `numbers read as a sentence has them`(
        number: Double,
        unit: Metric.Unit,
        words: String
    ) throws {
        let threshold = try #require(
            RuleCatalog.all.flatMap(\.thresholds).first { $0.unit == unit }
        )
        #expect(threshold.words(number) == words)
    }
}
