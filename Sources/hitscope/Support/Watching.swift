import CacheMetrics
import Polling
import RedisClient
import Terminal

/// The servers to watch, each with its poller.
struct Watching: Sendable {
    let targets: [Target]
    let settings: PollSettings

    /// What the header calls what is watched, before anything was heard of it.
    var title: String { targets.map { "\($0.address)" }.joined(separator: ", ") }

    /// A poller for each server; none of them has sent anything yet.
    func pollers() -> [Poller<ContinuousClock>] {
        targets.map { target in
            let environment = PollEnvironment(
                wallMicroseconds: { Machine.wallMicroseconds() },
                ownUsage: { Self.ownUsage },
                seed: UInt64.random(in: .min ... .max)
            )
            return Poller(
                target,
                as: NodeID("\(target.address)"),
                settings: settings,
                clock: ContinuousClock(),
                environment: environment
            )
        }
    }

    private static var ownUsage: OwnUsage? {
        Machine.memoryBytes().map { OwnUsage(cpuMicroseconds: Machine.cpuMicroseconds(), memoryBytes: $0) }
    }
}
