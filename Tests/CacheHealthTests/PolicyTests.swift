import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// What an operator sets for keys of a name is gone by for those, and for no others.
struct PolicyTests {
    private func findings(
        _ policy: HealthPolicy,
        _ complete: (inout Sample) -> Void
    ) -> [String] {
        var history = History()
        var monitor = HealthMonitor(under: policy)
        for beat in 0..<6 as Range<Int64> {
            history.fold(.sample(beat, ["db0": "keys=1000,expires=0"], complete))
            monitor.judge(history.nodes[0])
        }
        return monitor.findings.map(\.rule)
    }

    private func policy(_ glob: String, _ set: (inout PatternPolicy) -> Void) -> HealthPolicy {
        var pattern = PatternPolicy(NameGlob(Array(glob.utf8)))
        set(&pattern)
        var policy = HealthPolicy()
        policy.patterns = [pattern]
        return policy
    }

    @Test func `a name that says nothing is what the operator says it is`() {
        let keys = { (sample: inout Sample) in sample.survey("visit:*", lasting: 1_000) }
        #expect(findings(HealthPolicy(), keys) == [])
        #expect(
            findings(policy("visit:*") { $0.purposes = [.session] }, keys) == ["session-no-ttl"]
        )
        #expect(findings(policy("other:*") { $0.purposes = [.session] }, keys) == [])
    }

    @Test func `a name that is misleading can be cleared of what it says`() {
        let keys = { (sample: inout Sample) in sample.survey("lock:*", lasting: 1_000) }
        #expect(findings(HealthPolicy(), keys) == ["immortal-lock"])
        #expect(findings(policy("lock:*") { $0.purposes = [] }, keys) == [])
        #expect(findings(policy("lock:*") { $0.isSilenced = true }, keys) == [])
        #expect(findings(policy("lock:*") { $0.silenced = ["immortal-lock"] }, keys) == [])
        #expect(findings(policy("lock:*") { $0.silenced = ["no-ttl"] }, keys) == ["immortal-lock"])
    }

    @Test func `a rule that is silenced is neither told nor counted`() {
        let keys = { (sample: inout Sample) in sample.survey("lock:*", lasting: 1_000) }
        var policy = HealthPolicy()
        policy.silenced = ["immortal-lock"]
        #expect(findings(policy, keys) == [])
        #expect(RuleCatalog.rules(under: policy).count == RuleCatalog.all.count - 1)
    }

    @Test func `the pattern that says most of a name decides`() {
        let key = { (sample: inout Sample) in
            sample.bigKey("app:report:1", .string, bytes: 5_000_000)
        }
        func limit(_ glob: String, _ bytes: Double) -> PatternPolicy {
            var pattern = PatternPolicy(NameGlob(Array(glob.utf8)))
            pattern.thresholds = ["big-key": ["bytes": bytes]]
            return pattern
        }
        var policy = HealthPolicy()
        policy.patterns = [limit("app:*", 1_000), limit("app:report:*", 10_000_000)]
        #expect(findings(HealthPolicy(), key) == ["big-key"])
        #expect(findings(policy, key) == [])
        policy.patterns = [limit("app:*", 10_000_000), limit("app:report:*", 1_000)]
        #expect(findings(policy, key) == ["big-key"])
    }

    @Test func `how long keys should live can be set by class and by name`() {
        let keys = { (sample: inout Sample) in
            sample.survey("profile:*", expiring: (.day, 1_000)) {
                $0.medianMilliseconds = 60_000_000
            }
        }
        #expect(findings(HealthPolicy(), keys) == ["ttl-fit"])
        var policy = HealthPolicy()
        policy.lifetimes = [.profile: 3_600...86_400]
        #expect(findings(policy, keys) == [])
        policy = self.policy("profile:*") { $0.lifetime = 60...120 }
        #expect(findings(policy, keys) == ["ttl-fit"])
    }
}
