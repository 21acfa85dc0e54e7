import ArgumentParser
import TestSupport
import Workload

/// Whether each rule speaks of the sick form of its scenario and is silent about the healthy one.
struct ScenarioBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "The confusion table of rules and scenarios, on real servers."
    )

    @Option(help: "The scenarios, by name; without it, all.")
    var only: [String] = []
    @Option(help: "Seeds for each.")
    var seeds = 1
    @Option(help: "The most seconds for each.")
    var seconds = 180
    @Option(help: "Requests a second.")
    var rate = 500.0
    @Option(help: "How many at a time.")
    var width = 6

    func validate() throws {
        let unknown = only.filter { name in !ScenarioCatalog.all.contains { $0.name == name } }
        guard unknown.isEmpty else { throw ValidationError("no scenario \(unknown)") }
    }

    func run() async throws {
        let scenarios = ScenarioCatalog.all.filter { only.isEmpty || only.contains($0.name) }
        let trials = scenarios.flatMap { scenario in
            Scenario.Form.allCases.flatMap { form in
                (0..<seeds).map { (Act(scenario, form), UInt64($0 + 1)) }
            }
        }
        var (right, strange) = ([Scenario.Form: Int](), 0)
        try await withThrowingTaskGroup(of: ScenarioTrial.self) { group in
            var waiting = trials[...]
            for (act, seed) in waiting.prefix(width) { add(act, seed, to: &group) }
            waiting = waiting.dropFirst(width)
            while let trial = try await group.next() {
                if let (act, seed) = waiting.popFirst() { add(act, seed, to: &group) }
                if trial.isRight { right[trial.act.form, default: 0] += 1 }
                strange += trial.strangers.count
                print(line(trial))
            }
        }
        for form in Scenario.Form.allCases {
            let all = trials.count { $0.0.form == form }
            print("\(form.rawValue): \(right[form] ?? 0) of \(all) right")
        }
        print("unrelated critical findings: \(strange)")
    }

    private func add(
        _ act: Act,
        _ seed: UInt64,
        to group: inout ThrowingTaskGroup<ScenarioTrial, any Error>
    ) {
        let (rate, limit) = (rate, Duration.seconds(seconds))
        group.addTask {
            try await ScenarioTrial(act, seed: seed, requestsPerSecond: rate, atMost: limit)
        }
    }

    private func line(_ trial: ScenarioTrial) -> String {
        let name = "\(trial.act.scenario.name):\(trial.act.form.rawValue)"
        let after = trial.secondsToFinding.map { "spoke after \(Int($0)) s" } ?? "silent"
        let reason = trial.reason.map { " (\($0))" } ?? ""
        let verdict = trial.isRight ? "right" : "WRONG"
        return "\(verdict)  \(name)  \(trial.act.scenario.rule)  \(after)\(reason)"
            + "  all: \(trial.findings.joined(separator: " "))"
    }
}
