extension [CommandStatistics] {
    /// What each command did in the time since these were taken before, the busiest first.
    func activity(since before: [CommandStatistics], in elapsed: Duration) -> [CommandActivity] {
        let seconds = elapsed.seconds
        // Both lists are in the same order, but for commands that are new in one of them.
        var next = 0
        return compactMap { now -> CommandActivity? in
            var then: CommandStatistics?
            if let place = before[next...].firstIndex(where: { $0.name == now.name })
                ?? before[..<next].firstIndex(where: { $0.name == now.name })
            {
                (then, next) = (before[place], place + 1)
            }
            let calls = Double(now.calls &- Swift.min(now.calls, then?.calls ?? 0))
            guard calls > 0 else { return nil }
            let time = now.microseconds &- Swift.min(now.microseconds, then?.microseconds ?? 0)
            let errors = now.errorCount.map { Double($0 &- Swift.min($0, then?.errorCount ?? 0)) }
            return CommandActivity(
                name: now.name,
                kind: now.command.kind,
                callsPerSecond: calls / seconds,
                busyShare: Double(time) / 1e6 / seconds,
                microsecondsPerCall: Double(time) / calls,
                errorsPerSecond: errors.map { $0 / seconds }
            )
        }.sorted { ($0.busyShare, $0.callsPerSecond) > ($1.busyShare, $1.callsPerSecond) }
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
        let spent = later.sample.cost.commands
        let busy = activity.reduce(0.0) { sum, command in
            let name = String(decoding: command.name, as: UTF8.self)
            guard let total = spent[name], let each = command.microsecondsPerCall else {
                return sum
            }
            return sum + Double(total &- (earlier.sample.cost.commands[name] ?? 0)) * each
        }
        return perSecond(busy / 1e6)
    }
}

private func isHandshake(_ command: [UInt8]) -> Bool {
    handshakeCommands.contains(command)
}

private let handshakeCommands = Set(
    ["hello", "auth", "client|setname", "client|no-touch", "select", "client"].map {
        Array($0.utf8)
    }
)

extension CommandStatistics {
    fileprivate var errorCount: UInt64? {
        guard rejectedCalls != nil || failedCalls != nil else { return nil }
        return (rejectedCalls ?? 0) &+ (failedCalls ?? 0)
    }
}
