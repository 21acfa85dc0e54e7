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

    /// Acts out the sick form of one scenario after the other, each for a while, again and again, until
    /// the task is cancelled; `announce` is told of each as it begins.
    package func tour(
        of scenarios: [Scenario],
        for each: Duration,
        on clock: some Clock<Duration>,
        announce: @Sendable (String) -> Void
    ) async {
        for number in 0... where !scenarios.isEmpty {
            guard (try? await clock.sleep(for: each / 3)) != nil else { return }
            let act = Act(scenarios[number % scenarios.count], .sick)
            announce("\(act.scenario.name): \(act.scenario.sickness)")
            await withTaskGroup(of: Void.self) { group in
                let rate = min(requestsPerSecond / 2, act.scenario.mostPerSecond)
                group.addTask {
                    await perform(act, rate: rate, seed: seed &+ UInt64(number), on: clock)
                }
                group.addTask { try? await clock.sleep(for: each) }
                await group.next()
                group.cancelAll()
            }
            guard !Task.isCancelled else { return }
            announce("\(act.scenario.name) is over")
            await clearUp(after: act, on: clock)
        }
    }

    /// Leaves the server as it was: without the keys of an act, and with its settings.
    ///
    /// In small steps with pauses between them: what blocks the server or scans it in haste would be
    /// found fault with, and rightly.
    private func clearUp(after act: Act, on clock: some Clock<Duration>) async {
        guard let connection = try? await RedisConnection.open(to: target, named: "demo:clear-up")
        else { return }
        let ending = act.scenario.ending(act.form)
        _ = try? await connection.sendUnrestricted(ending, within: .seconds(5))
        var cursor = Array("0".utf8)
        repeat {
            let words = ["EVAL", Self.clearStep, "0"].map { Array($0.utf8) }
            let step = RESPCommand(words + [cursor, Array(act.scenario.keys.utf8)])
            let reply = try? await connection.sendUnrestricted([step], within: .seconds(5))
            guard let next = reply?.first?.bytes,
                (try? await clock.sleep(for: .milliseconds(125))) != nil
            else { break }
            cursor = next
        } while cursor != Array("0".utf8)
        await connection.close()
    }

    /// Removes the keys of a pattern that a step of `SCAN` meets, and gives the next one's cursor.
    private static let clearStep = """
        local step = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000)
        for _, key in ipairs(step[2]) do redis.call('UNLINK', key) end
        return step[1]
        """

    private func perform(
        _ act: Act,
        rate: Double,
        seed: UInt64,
        on clock: some Clock<Duration>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            if let audience = act.scenario.audience(act.form) {
                group.addTask { await attend(audience, of: act, on: clock) }
            }
            group.addTask { await send(act, rate: rate, seed: seed, on: clock) }
        }
    }

    /// Subscribes, again and again: a server cuts off who takes too little.
    private func attend(
        _ audience: Audience,
        of act: Act,
        on clock: some Clock<Duration>
    ) async {
        let name = "demo:\(act.scenario.name)-reader"
        while !Task.isCancelled {
            if let connection = try? await RedisConnection.open(to: target, named: name) {
                await connection.subscribe(
                    to: audience.channel,
                    takesMessages: audience.takesMessages
                )
                await connection.close()
            }
            try? await clock.sleep(for: .milliseconds(500))
        }
    }

    private func send(
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
            case .pipelined, .oneByOne: await sender.send(over: connection)
            case .connectionEach: await sender.sendOne(over: connection)
            }
            await connection.close()
        }
    }
}
