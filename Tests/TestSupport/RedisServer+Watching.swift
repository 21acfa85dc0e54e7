package import CacheMetrics
package import Polling
import RedisClient

extension RedisServer {
    /// A poller of this server by the wall clock, set up as the test wants it.
    package func poller(
        password: String? = nil,
        _ configure: (inout PollSettings) -> Void = { _ in }
    ) -> Poller<ContinuousClock> {
        var settings = PollSettings()
        configure(&settings)
        let environment = PollEnvironment(
            wallMicroseconds: { 0 },
            ownUsage: { nil },
            seed: .random(in: .min ... .max)
        )
        var target = target
        target.password = password.map { Secret(Array($0.utf8)) }
        return Poller(
            target,
            as: NodeID("n"),
            settings: settings,
            clock: ContinuousClock(),
            environment: environment
        )
    }
}

extension Poller {
    /// The next good sample, or `nil` if none comes at all.
    ///
    /// On a busy machine a poll may come too late.
    package mutating func nextSample() async -> Sample? {
        for _ in 0..<100 {
            if case .sample(let sample)? = await next()?.content { return sample }
        }
        return nil
    }
}
