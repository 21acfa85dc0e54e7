import RESP
package import RedisClient

/// Sends scenarios' requests to a server at a steady rate, until it is cancelled.
///
/// Each scenario has a connection of its own, named for it, as an application's services would.
/// Requests of one slice of time go out together; what was not sent in time is not made up for.
package struct Traffic: Sendable {
    private let target: Target
    private let acts: [Act]
    private let requestsPerSecond: Double
    private let seed: UInt64
    private let wallSeconds: @Sendable () -> Double

    /// Traffic of so many requests a second in all.
    package init(
        to target: Target,
        acts: [Act],
        requestsPerSecond: Double,
        seed: UInt64,
        wallSeconds: @escaping @Sendable () -> Double
    ) {
        precondition(!acts.isEmpty && requestsPerSecond > 0)
        self.target = target
        self.acts = acts
        self.requestsPerSecond = requestsPerSecond
        self.seed = seed
        self.wallSeconds = wallSeconds
    }

    /// Sends requests until the task is cancelled; reconnects when the server goes away.
    package func run(on clock: some Clock<Duration>) async {
        let total = acts.reduce(0) { $0 + $1.scenario.weight }
        await withTaskGroup(of: Void.self) { group in
            for (index, act) in acts.enumerated() {
                group.addTask {
                    let rate = requestsPerSecond * act.scenario.weight / total
                    await perform(
                        act,
                        rate: min(rate, act.scenario.mostPerSecond),
                        seed: seed &+ UInt64(index),
                        on: clock
                    )
                }
            }
        }
    }

    private func perform(
        _ act: Act,
        rate: Double,
        seed: UInt64,
        on clock: some Clock<Duration>
    ) async {
        var sender = Sender(act, rate: rate, seed: seed, on: clock, wallSeconds: wallSeconds)
        let name = "demo:\(act.scenario.name)"
        while !Task.isCancelled {
            guard let connection = try? await RedisConnection.open(to: target, named: name) else {
                try? await clock.sleep(for: .milliseconds(500))
                continue
            }
            switch act.scenario.delivery(act.form) {
            case .pipelined: await sender.send(over: connection)
            case .connectionEach: await sender.sendOne(over: connection)
            }
            await connection.close()
        }
    }
}
