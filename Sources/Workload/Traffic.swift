import RESP
package import RedisClient

/// Sends scenarios' requests to a server at a steady rate, until it is cancelled.
///
/// Each scenario has a connection of its own, named for it, as an application's services would.
/// Requests of one slice of time go out together; what was not sent in time is not made up for.
package struct Traffic: Sendable {
    private let target: Target
    private let scenarios: [Scenario]
    private let requestsPerSecond: Double
    private let seed: UInt64
    private let wallSeconds: @Sendable () -> Double

    /// Requests go out so often: often enough to look steady, seldom enough to cost little.
    private static let slice = Duration.milliseconds(10)
    /// The most requests of one slice, should the machine have been busy.
    private static let mostPerSlice = 2_000.0

    /// Traffic of so many requests a second in all.
    package init(
        to target: Target,
        scenarios: [Scenario],
        requestsPerSecond: Double,
        seed: UInt64,
        wallSeconds: @escaping @Sendable () -> Double
    ) {
        precondition(!scenarios.isEmpty && requestsPerSecond > 0)
        self.target = target
        self.scenarios = scenarios
        self.requestsPerSecond = requestsPerSecond
        self.seed = seed
        self.wallSeconds = wallSeconds
    }

    /// Sends requests until the task is cancelled; reconnects when the server goes away.
    package func run(on clock: some Clock<Duration>) async {
        let total = scenarios.reduce(0) { $0 + $1.weight }
        await withTaskGroup(of: Void.self) { group in
            for (index, scenario) in scenarios.enumerated() {
                group.addTask {
                    let rate = requestsPerSecond * scenario.weight / total
                    await act(scenario, rate: rate, seed: seed &+ UInt64(index), on: clock)
                }
            }
        }
    }

    private func act(
        _ scenario: Scenario,
        rate: Double,
        seed: UInt64,
        on clock: some Clock<Duration>
    ) async {
        var dice = Dice(seed: seed)
        let start = clock.now
        while !Task.isCancelled {
            guard
                let connection = try? await RedisConnection.open(
                    to: target,
                    named: "demo:\(scenario.name)"
                )
            else {
                try? await clock.sleep(for: .milliseconds(500))
                continue
            }
            await send(scenario, rate: rate, over: connection, &dice, start: start, clock)
            await connection.close()
        }
    }

    private func send<TrafficClock: Clock<Duration>>(
        _ scenario: Scenario,
        rate: Double,
        over connection: RedisConnection,
        _ dice: inout Dice,
        start: TrafficClock.Instant,
        _ clock: TrafficClock
    ) async {
        var owed = 0.0
        var last = clock.now
        while (try? await clock.sleep(for: Self.slice)) != nil {
            let now = clock.now
            owed = min(Self.mostPerSlice, owed + rate * (last.duration(to: now) / .seconds(1)))
            last = now
            let instant = Instant(
                seconds: start.duration(to: now) / .seconds(1),
                wallSeconds: wallSeconds()
            )
            let requests = (0..<Int(owed)).map { _ in scenario.request(&dice, instant) }
            owed -= Double(requests.count)
            guard await exchange(requests, over: connection) else { return }
        }
    }

    /// Sends requests and what follows from their answers; `false` if the connection is gone.
    private func exchange(_ requests: [Request], over connection: RedisConnection) async -> Bool {
        let deadline = Duration.seconds(5)
        guard
            let replies = try? await connection.sendUnrestricted(
                requests.flatMap(\.commands),
                within: deadline
            )
        else { return false }
        var rest = replies[...]
        var followUps: [RESPCommand] = []
        for request in requests {
            followUps += request.followUp(Array(rest.prefix(request.commands.count)))
            rest = rest.dropFirst(request.commands.count)
        }
        return (try? await connection.sendUnrestricted(followUps, within: deadline)) != nil
    }
}
