import CacheMetrics
import Dashboard
import Polling
import RedisClient
import Settings

extension Watching {
    /// What the dashboard would show after so many samples of each server.
    ///
    /// - Throws: if a server cannot be read at all; one shot is not the place to wait for it.
    func observe(samples: Int) async throws -> Scene {
        let setting = Scene.Setting(
            target: targets.map(\.description).joined(separator: ", "),
            interval: settings.interval,
            zoneSeconds: 0
        )
        let policy = configuration.policy
        var state = DashboardState(setting, under: policy, width: 0, height: 0)
        for var poller in pollers() {
            for _ in 0..<samples {
                guard let reading = await poller.next() else { break }
                if case .outage(let outage) = reading.content {
                    throw CommandFailure(
                        message: "\(reading.node.name): \(outage.cause.sentence)",
                        code: .noServer
                    )
                }
                _ = state.apply(.reading(reading))
            }
        }
        return state.scene
    }
}

extension Outage.Cause {
    /// The cause and what to do about it, in one line.
    var sentence: String { words + (advice.map { "; \($0)" } ?? "") }
}
