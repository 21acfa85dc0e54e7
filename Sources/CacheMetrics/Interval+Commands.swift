extension [CommandStatistics] {
    /// What each command that ran did in the time since these were taken before, in the server's order.
    func activity(since before: [CommandStatistics], in elapsed: Duration) -> [CommandActivity] {
        let seconds = elapsed.seconds
        // Both lists are in the same order, but for commands that are new in one of them.
        var next = 0
        var found: [CommandActivity] = []
        found.reserveCapacity(count)
        for now in self {
            let place = before.place(of: now.command, from: next)
            if let place { next = place + 1 }
            let then = place.map { before[$0] }
            let calls = Double(now.calls &- Swift.min(now.calls, then?.calls ?? 0))
            guard calls > 0 else { continue }
            let time = now.microseconds &- Swift.min(now.microseconds, then?.microseconds ?? 0)
            let errors = now.errorCount.map { Double($0 &- Swift.min($0, then?.errorCount ?? 0)) }
            found.append(
                CommandActivity(
                    name: now.name,
                    kind: now.command.kind,
                    callsPerSecond: calls / seconds,
                    busyShare: Double(time) / 1e6 / seconds,
                    microsecondsPerCall: Double(time) / calls,
                    errorsPerSecond: errors.map { $0 / seconds }
                )
            )
        }
        return found
    }

    /// Where a command is, which is most often the next place.
    private func place(of command: CommandName, from next: Int) -> Int? {
        if next < count, self[next].command == command { return next }
        return firstIndex { $0.command == command }
    }
}

extension Sample {
    /// How long the application's calls took since an earlier sample, all commands together.
    func latency(since earlier: Sample) -> LatencyHistogram? {
        guard let before = earlier.latencies, let after = latencies else { return nil }
        let own = Set(cost.commands.keys.map { Array($0.utf8) })
        var total = LatencyHistogram()
        for now in after where !own.contains(now.command) && !isHandshake(now.command) {
            let then = before.first { $0.command == now.command }?.histogram ?? LatencyHistogram()
            guard let change = now.histogram.subtracting(then) else { return nil }
            total = total.adding(change)
        }
        return total.total > 0 ? total : nil
    }
}

extension Interval {
    /// How long one command's calls took; `nil` without calls.
    package func latency(of command: [UInt8]) -> LatencyHistogram? {
        guard discontinuity == nil, let before = earlier?.sample.latencies,
            let now = later.sample.latencies?.first(where: { $0.command == command })
        else { return nil }
        let then = before.first { $0.command == command }?.histogram ?? LatencyHistogram()
        guard let change = now.histogram.subtracting(then), change.total > 0 else { return nil }
        return change
    }

    /// The share of one core the server spent on executing our commands; an estimate, since the
    /// server counts time by command and not by client.
    package var observerShare: Double? {
        guard let earlier else { return nil }
        let before = earlier.cost.commands
        // Most commands are never ours, and of ours few are sent on every beat.
        let sent = later.cost.commands.compactMap { name, total in
            let more = total &- (before[name] ?? 0)
            return more > 0 ? (name: name.utf8, count: Double(more)) : nil
        }
        let busy = activity.reduce(0.0) { sum, command in
            guard let each = command.microsecondsPerCall,
                let ours = sent.first(where: { command.name.elementsEqual($0.name) })
            else { return sum }
            return sum + ours.count * each
        }
        return perSecond(busy / 1e6)
    }
}

extension Interval {
    /// What each command did for clients: the server's count without the calls that were ours, whose time
    /// is taken to be as long as that of the others.
    package var clientActivity: [CommandActivity] { split.clients }

    /// What our own commands did, all together; `nil` where none ran.
    package var ownActivity: CommandActivity? { split.own }

    /// The name under which our own commands stand beside those of clients.
    package static let ownName = Array("hitscope".utf8)

    private var split: (clients: [CommandActivity], own: CommandActivity?) {
        let own = ownCalls
        guard let seconds = elapsed?.seconds, seconds > 0, !own.isEmpty else {
            return (activity, nil)
        }
        var (calls, busy) = (0.0, 0.0)
        let clients = activity.compactMap { command -> CommandActivity? in
            guard let sent = own.first(where: { command.name.elementsEqual($0.name) }) else {
                return command
            }
            let ours = min(command.callsPerSecond, Double(sent.count) / seconds)
            let part = command.callsPerSecond > 0 ? ours / command.callsPerSecond : 0
            calls += ours
            busy += part * command.busyShare
            // One call more or less is the one that was under way.
            guard command.callsPerSecond - ours > 1.5 / seconds else { return nil }
            var rest = command
            rest.callsPerSecond -= ours
            rest.busyShare *= 1 - part
            return rest
        }
        guard calls > 0 else { return (clients, nil) }
        let each = busy / calls * 1e6
        let all = CommandActivity(
            name: Self.ownName,
            kind: nil,
            callsPerSecond: calls,
            busyShare: busy,
            microsecondsPerCall: each,
            errorsPerSecond: nil
        )
        return (clients, all)
    }

    /// How often we sent each command in the interval.
    private var ownCalls: [(name: String.UTF8View, count: UInt64)] {
        guard let earlier, discontinuity == nil else { return [] }
        let before = earlier.cost.commands
        return later.cost.commands.compactMap { name, total in
            let more = total &- min(total, before[name] ?? 0)
            return more > 0 ? (name.utf8, more) : nil
        }
    }
}

private func isHandshake(_ command: [UInt8]) -> Bool {
    handshakeCommands.contains(command)
}

private let handshakeCommands = Set(
    ["hello", "auth", "client|setname", "client|no-touch", "select", "client", "readonly"].map {
        Array($0.utf8)
    }
)

extension CommandStatistics {
    fileprivate var errorCount: UInt64? {
        guard rejectedCalls != nil || failedCalls != nil else { return nil }
        return (rejectedCalls ?? 0) &+ (failedCalls ?? 0)
    }
}
