import CacheHealth
import CacheMetrics
import Foundation
import Polling
import RedisClient
package import Workload

/// A scenario acted out against a real server that is watched and judged as a user's would be.
package struct ScenarioTrial: Sendable {
    /// What is acted out.
    package private(set) var act: Act
    /// Seconds until the scenario's rule spoke, or `nil` if it did not in time.
    package private(set) var secondsToFinding: Double?
    /// The findings at the end, by their rules and severities.
    package private(set) var findings: [String] = []
    /// Why the scenario's rule could not tell, at the end.
    package private(set) var reason: String?

    /// Whether the rule did what it should: spoke of a sick cache, and was silent about a healthy one.
    package var isRight: Bool { (secondsToFinding != nil) == (act.form == .sick) }

    /// Critical findings that are not the scenario's own.
    package var strangers: [String] {
        findings.filter { $0.hasSuffix("!") && $0 != act.scenario.rule + "!" }
    }

    /// Acts a scenario out on a server of its own, until its rule speaks or the time is up.
    package init(
        _ act: Act,
        seed: UInt64,
        requestsPerSecond: Double = 1_000,
        probeShare: Double = 1,
        atMost limit: Duration
    ) async throws {
        self.act = act
        let server = try await RedisServer.start(
            "--maxmemory",
            "24mb",
            "--maxmemory-policy",
            "allkeys-lfu"
        )
        let traffic = Traffic(
            to: server.target,
            acts: [act],
            requestsPerSecond: requestsPerSecond,
            seed: seed,
            wallSeconds: { Date().timeIntervalSince1970 }
        )
        self = await withTaskGroup(of: Void.self) { [self] group in
            group.addTask { await traffic.run(on: ContinuousClock()) }
            defer { group.cancelAll() }
            return await watched(server, probeShare: probeShare, atMost: limit)
        }
    }

    private func watched(
        _ server: RedisServer,
        probeShare: Double,
        atMost limit: Duration
    ) async -> ScenarioTrial {
        var trial = self
        // What some rules go by is read or heard only if the operator allows it.
        var poller = server.poller {
            ($0.readsValues, $0.probeShare) = (true, probeShare)
            $0.listensTo = act.scenario.rule == "json-rewrite" ? .commands : nil
        }
        var history = History()
        var monitor = HealthMonitor()
        let start = ContinuousClock.now
        while start.duration(to: .now) < limit, let reading = await poller.next() {
            history.fold(reading)
            guard let node = history[reading.node] else { continue }
            monitor.judge(node)
            guard monitor.findings.contains(where: { $0.rule == act.scenario.rule }) else {
                continue
            }
            trial.secondsToFinding = start.duration(to: .now) / .seconds(1)
            break
        }
        let report = monitor.report
        trial.findings = report.findings.map { $0.rule + ($0.severity == .critical ? "!" : "") }
        trial.reason = report.undecided.first { $0.rule == act.scenario.rule }?.reason
        return trial
    }
}
