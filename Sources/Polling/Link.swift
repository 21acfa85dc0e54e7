import CacheMetrics
import RESP
import RedisClient

/// The poller's connection: open or not, what it has cost, and when to try again.
struct Link: Sendable {
    private let target: Target
    private let name: String
    private var connection: RedisConnection?
    private var permissions = Permissions()
    private var backoff = Backoff()
    private var random: SplitMix

    private var cause: Outage.Cause?
    private var attempts: Int64 = 0
    private var retryAt: Duration = .zero
    /// When the last good poll ended, or when the first attempt began.
    private var lastGood: Duration = .zero

    /// Whether nothing was asked on the connection yet.
    private var isNew = true
    /// Whether the latest poll was answered.
    private(set) var hasAnswered = false
    /// Whether the server lets in who has no password; `nil` while that was not found out.
    private(set) var letsStrangersIn: Bool?
    /// What watching has cost so far.
    var expenses = Expenses()
    /// Why the server does not let us listen, if it was asked, and when to ask again.
    private var listeningRefusal: Refusal?
    private var listenAt: Duration = .zero

    /// Beats that an attempt may take at first and at most; each failure adds one.
    private static let patience = (first: 1, most: 4)

    init(to target: Target, named name: String, seed: UInt64) {
        self.target = target
        self.name = name
        random = SplitMix(state: seed)
    }

    var isOpen: Bool { connection != nil }

    /// Whether reads on this connection refresh keys; true of what is not known.
    var touchesKeys: Bool { connection?.greeting.leavesKeysUntouched != true }

    /// Which tracked keys have changed since this was asked last; `nil` where none can be told.
    ///
    /// On a new connection nothing is tracked yet, so that all may have changed.
    mutating func changedKeys() async -> ChangedKeys? {
        guard let connection, connection.greeting.protocolVersion == 3 else { return nil }
        defer { isNew = false }
        return isNew ? .everything : await connection.changedKeys()
    }

    var refusals: [Refusal] { permissions.refusals + (listeningRefusal.map { [$0] } ?? []) }

    /// Whether enough time has passed since the last failure.
    func mayTry(at elapsed: Duration) -> Bool { elapsed >= retryAt }

    /// Opens the connection unless it is open; gives up at the end of a beat, later after failures.
    mutating func open(
        withinBeatsOf interval: Duration,
        at elapsed: Duration,
        on clock: some Clock<Duration>
    ) async throws(RedisError) {
        guard connection == nil else { return }
        let beats = min(Self.patience.most, Self.patience.first + Int(clamping: attempts))
        var deadlines = ConnectionDeadlines()
        deadlines.connecting = min(deadlines.connecting, interval * beats * 9 / 10)
        deadlines.handshake = min(deadlines.handshake, interval * beats * 9 / 10)
        connection = try await RedisConnection.open(to: target, named: name, deadlines: deadlines)
        expenses.batches &+= 1
        isNew = true
    }

    /// Finds out, once, whether the server lets in who has no password: by coming without one.
    ///
    /// To ask for the user's own rule would show what its password hashes to. Before the first sample,
    /// so that the refusal is not among the errors that are counted from then on.
    mutating func knockAsStranger(within deadline: Duration) async {
        guard letsStrangersIn == nil, connection != nil else { return }
        guard target.password != nil else { return letsStrangersIn = true }
        var stranger = target
        (stranger.user, stranger.password, stranger.database) = (nil, nil, 0)
        var deadlines = ConnectionDeadlines()
        (deadlines.connecting, deadlines.handshake) = (deadline, deadline)
        expenses.batches &+= 1
        do throws(RedisError) {
            let other = try await RedisConnection.open(
                to: stranger,
                named: name,
                deadlines: deadlines
            )
            // A server that knows no HELLO turns strangers away only when they ask for something.
            let reply = try await other.send([.setting(.port)], within: deadline).first
            letsStrangersIn = !(reply?.error?.starts(with: "NOAUTH".utf8) ?? false)
            await other.close()
        } catch {
            guard case .rejected(let text) = error else { return }
            if text.starts(with: "NOAUTH".utf8) { letsStrangersIn = false }
        }
    }

    mutating func close() async {
        await connection?.close()
        connection = nil
    }

    /// Sends what may be sent and answers the rest itself, so that replies match commands.
    ///
    /// Of a kind of command that this server has never answered, one goes first and alone.
    mutating func send(
        _ commands: [ReadCommand],
        within deadline: Duration,
        at elapsed: Duration
    ) async throws(RedisError) -> [RESPValue] {
        var replies = [RESPValue?](repeating: nil, count: commands.count)
        for _ in 0..<2 where replies.contains(nil) {
            let open = commands.indices.filter { replies[$0] == nil }
            let chosen = permissions.choose(open.map { commands[$0] }, at: elapsed)
            let sent = zip(open, chosen).compactMap { $1 ? $0 : nil }
            let answers = try await exchange(
                sent.map { commands[$0] },
                within: deadline,
                at: elapsed
            )
            for (index, answer) in zip(sent, answers) { replies[index] = answer }
        }
        return replies.map { $0 ?? Permissions.unasked }
    }

    private mutating func exchange(
        _ commands: [ReadCommand],
        within deadline: Duration,
        at elapsed: Duration
    ) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        guard let connection else { throw .closed(during: .polling) }
        expenses.batches &+= 1
        let replies = try await connection.send(commands, within: deadline)
        for (command, reply) in zip(commands, replies) {
            permissions.note(reply, to: command, at: elapsed)
            expenses.count(command, answeredBy: reply)
        }
        return replies
    }
}

// Listening to the clients.
extension Link {
    /// Whether enough time has passed since listening last failed.
    func mayListen(at elapsed: Duration) -> Bool { elapsed >= listenAt }

    mutating func listened(to kind: TrafficKind) {
        listeningRefusal = nil
        // A server has counted QUIT as a command since it is one.
        expenses.countBurst(
            of: kind,
            quits: connection?.greeting.serverVersion.map { $0 >= .init(major: 7, minor: 2) }
                ?? false
        )
    }

    /// Notes that a command needed for listening was refused, by its ACL rule.
    mutating func couldNotListen(
        _ error: RedisError,
        for rule: String,
        at elapsed: Duration
    ) {
        listenAt = elapsed + Permissions.patience
        guard case .rejected(let text) = error else { return }
        listeningRefusal = Refusal(
            accessRule: rule,
            reason: RESPValue.error(text).refusal ?? .other
        )
    }
}

// What the attempts came to.
extension Link {
    mutating func succeeded(at elapsed: Duration) {
        hasAnswered = true
        cause = nil
        attempts = 0
        lastGood = elapsed
        retryAt = .zero
        backoff.reset()
    }

    mutating func failed(_ cause: Outage.Cause, at elapsed: Duration) {
        hasAnswered = false
        self.cause = cause
        attempts += 1
        let wait = max(backoff.next(using: &random), cause.leastWait(afterAttempts: attempts))
        // While a server loads or runs a script the connection is good: ask again on the next beat.
        retryAt = isOpen ? elapsed + cause.leastWait(afterAttempts: attempts) : elapsed + wait
    }

    func outage(at elapsed: Duration) -> Outage {
        outage(because: cause ?? .connecting, at: elapsed)
    }

    func outage(because cause: Outage.Cause, at elapsed: Duration) -> Outage {
        Outage(
            cause: cause,
            lastedMicroseconds: (elapsed - lastGood).microseconds,
            attempts: attempts,
            retryMicroseconds: max(.zero, retryAt - elapsed).microseconds
        )
    }
}
