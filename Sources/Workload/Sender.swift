import RESP
import RedisClient

/// What one scenario owes a server and what it still has to send after having worked on an answer.
struct Sender<SendClock: Clock>: Sendable where SendClock.Duration == Duration {
    private let act: Act
    private let rate: Double
    private let clock: SendClock
    private let start: SendClock.Instant
    private let wallSeconds: @Sendable () -> Double

    private var dice: Dice
    private var owed = 0.0
    private var last: SendClock.Instant
    private var isPrepared = false
    /// What follows from answers, and when: the database takes its time.
    private var later: [(due: SendClock.Instant, commands: [RESPCommand])] = []

    /// Requests go out so often: often enough to look steady, seldom enough to cost little.
    private static var slice: Duration { .milliseconds(10) }
    /// The most requests of one slice, should the machine have been busy.
    private static var mostPerSlice: Double { 2_000 }
    /// How long a server may take to answer.
    private static var deadline: Duration { .seconds(5) }

    init(
        _ act: Act,
        rate: Double,
        seed: UInt64,
        on clock: SendClock,
        wallSeconds: @escaping @Sendable () -> Double
    ) {
        (self.act, self.rate, self.clock) = (act, rate, clock)
        (start, last) = (clock.now, clock.now)
        self.wallSeconds = wallSeconds
        dice = Dice(seed: seed)
    }

    /// Sends what is owed, slice by slice, until the connection or the task ends.
    mutating func send(over connection: RedisConnection) async {
        guard await prepare(over: connection) else { return }
        while (try? await clock.sleep(for: Self.slice)) != nil {
            accrue()
            let requests = (0..<Int(owed)).map { _ in request() }
            owed -= Double(requests.count)
            guard await exchange(requests, over: connection) else { return }
        }
    }

    /// Waits until a request is owed and sends that one.
    mutating func sendOne(over connection: RedisConnection) async {
        guard await prepare(over: connection) else { return }
        accrue()
        while owed < 1, (try? await clock.sleep(for: Self.slice)) != nil { accrue() }
        guard owed >= 1 else { return }
        owed -= 1
        _ = await exchange([request()], over: connection)
    }

    /// What is answered to commands, however they are to be sent; `nil` if the connection is gone.
    private func answers(
        to commands: [RESPCommand],
        over connection: RedisConnection
    ) async -> [RESPValue]? {
        guard case .oneByOne = act.scenario.delivery(act.form) else {
            return try? await connection.sendUnrestricted(commands, within: Self.deadline)
        }
        var replies: [RESPValue] = []
        for command in commands {
            guard
                let answer = try? await connection.sendUnrestricted(
                    [command],
                    within: Self.deadline
                )
            else { return nil }
            replies += answer
        }
        return replies
    }

    private mutating func accrue() {
        let now = clock.now
        owed = min(Self.mostPerSlice, owed + rate * (last.duration(to: now) / .seconds(1)))
        last = now
    }

    private mutating func request() -> Request {
        let instant = Instant(
            seconds: start.duration(to: last) / .seconds(1),
            wallSeconds: wallSeconds()
        )
        return act.scenario.request(&dice, instant, act.form)
    }

    private mutating func prepare(over connection: RedisConnection) async -> Bool {
        guard !isPrepared else { return true }
        let commands = act.scenario.preparation(act.form)
        isPrepared =
            (try? await connection.sendUnrestricted(commands, within: Self.deadline)) != nil
        return isPrepared
    }

    /// Sends requests and what follows from answers; `false` if the connection is gone.
    private mutating func exchange(
        _ requests: [Request],
        over connection: RedisConnection
    ) async -> Bool {
        let commands = requests.flatMap(\.commands)
        guard let replies = await answers(to: commands, over: connection) else { return false }
        var rest = replies[...]
        var followUps: [RESPCommand] = []
        for request in requests {
            let next = request.followUp(Array(rest.prefix(request.commands.count)))
            rest = rest.dropFirst(request.commands.count)
            if request.latency == .zero {
                followUps += next
            } else if !next.isEmpty {
                later.append((clock.now.advanced(by: request.latency), next))
            }
        }
        // One scenario's requests all take the same time, so the oldest is due first.
        let due = later.prefix { $0.due <= clock.now }
        followUps += due.flatMap(\.commands)
        later.removeFirst(due.count)
        return (try? await connection.sendUnrestricted(followUps, within: Self.deadline)) != nil
    }
}
