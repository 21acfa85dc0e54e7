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
        let (before, after) = (earlier.life, later.life)
        if let old = before.runID, let new = after.runID, old != new {
            let lived = Duration.seconds(Int64(clamping: later.info[.uptime] ?? 0))
            let isOlder = lived > later.moment.elapsed(since: earlier.moment) + .seconds(2)
            self = isOlder ? .failover : .restart
        } else if before.role != after.role {
            self = .failover
        } else if after.hasCountedLess(than: before) {
            self = .countersReset
        } else {
            return nil
        }
    }
}
