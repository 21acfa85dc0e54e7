import TestSupport
import Testing
import Workload

/// What the demo acts out is judged as it should be.
///
/// Those of its scenarios that are judged within seconds; `Benchmarks scenarios` has them all.
struct ScenarioTests {
    private static let quick = [
        "sessions", "lock", "hot-key", "ttl", "big-key", "rate-limit", "scripts", "namespaces",
        "subscriber",
    ]

    @Test(.timeLimit(.minutes(4)), arguments: quick)
    func `a sick cache is found out`(name: String) async throws {
        let act = try #require(Act(named: "\(name):sick"))
        let trial = try await ScenarioTrial(act, seed: 1, atMost: .seconds(180))
        let wasFound = trial.secondsToFinding != nil
        #expect(wasFound, "\(trial.findings) \(trial.reason ?? "")")
        #expect(trial.strangers == [])
    }

    @Test(.timeLimit(.minutes(4)), arguments: quick)
    func `a healthy one is not suspected`(name: String) async throws {
        let act = try #require(Act(named: "\(name):healthy"))
        let trial = try await ScenarioTrial(act, seed: 1, atMost: .seconds(15))
        #expect(trial.secondsToFinding == nil)
        #expect(trial.strangers == [])
    }
}
