extension Interval {
    /// What a command did, by its name in lower case, or `nil` if it did not run.
    package func activity(of command: String) -> CommandActivity? {
        activity.first { $0.name.elementsEqual(command.utf8) }
    }

    /// Calls a second of all commands of a kind, or `nil` where rates are not known.
    package func callsPerSecond(of kind: CommandKind) -> Double? {
        guard elapsed != nil, !commands.isEmpty else { return nil }
        return activity.reduce(0) { $1.kind == kind ? $0 + $1.callsPerSecond : $0 }
    }

    /// Calls per second by command, of those that ran; ours are one of them, `hitscope`.
    package var callsPerSecond: [[UInt8]: Double] {
        let rows = clientActivity + [ownActivity].compactMap(\.self)
        var calls = [[UInt8]: Double](minimumCapacity: rows.count)
        for command in rows { calls[command.name] = command.callsPerSecond }
        return calls
    }
}
