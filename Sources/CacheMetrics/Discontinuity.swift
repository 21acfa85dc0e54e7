/// A reason why a server's counters cannot be compared with their earlier values.
package enum Discontinuity: UInt8, Sendable, CaseIterable {
    /// The server started again.
    case restart
    /// Another server answers at the same address, or the node changed its role.
    case failover
    /// Somebody ran `CONFIG RESETSTAT`.
    case countersReset

    /// What happened between two samples of one node, if anything.
    ///
    /// A restart changes the run id. A reset does not, but lets counters fall; on a quiet server our
    /// own `INFO` calls alone make that visible, since the count of them starts again.
    package init?(from earlier: Interval.Observation, to later: Interval.Observation) {
        let (before, after) = (earlier.info, later.info)
        if let old = before[.runID], let new = after[.runID], old != new {
            let lived = Duration.seconds(Int64(clamping: after[.uptime] ?? 0))
            let isOlder = lived > later.moment.elapsed(since: earlier.moment) + .seconds(2)
            self = isOlder ? .failover : .restart
        } else if before[.role] != after[.role] {
            self = .failover
        } else if Self.countersFell(from: before, to: after) {
            self = .countersReset
        } else {
            return nil
        }
    }

    private static func countersFell(from before: InfoReport, to after: InfoReport) -> Bool {
        let fell = resettable.contains { field in
            guard let old = before[field], let new = after[field] else { return false }
            return new < old
        }
        if fell { return true }
        guard let old = before.callsOfInfo, let new = after.callsOfInfo else { return false }
        return new < old
    }

    /// Counters that only rise, until `CONFIG RESETSTAT`.
    private static let resettable: [InfoField<UInt64>] = [
        .commandsProcessed, .connectionsReceived, .keyspaceHits, .keyspaceMisses, .expiredKeys,
        .evictedKeys, .networkInput, .networkOutput, .rejectedConnections, .errorReplies,
    ]
}
