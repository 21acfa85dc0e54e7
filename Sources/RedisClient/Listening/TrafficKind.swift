/// What of the clients' traffic a burst listens to.
package enum TrafficKind: Sendable, Equatable {
    /// Every command, as `MONITOR` tells it, which needs `+monitor`.
    case commands
    /// Every key that was changed, as `CLIENT TRACKING ON BCAST` tells it, which needs only
    /// `+client|tracking`: once for each turn of the server's event loop, however often it was
    /// written in that, and those that expired or were evicted too (`keyspace.md` 2.5).
    case changes

    /// The ACL rule that allows it; that of changes is not the one that boards ask for.
    package var accessRule: String {
        switch self {
        case .commands: "+monitor"
        case .changes: "+client|tracking +wait"
        }
    }

    /// The name of the command that begins it in `INFO commandstats`.
    package var statisticsName: String {
        switch self {
        case .commands: "monitor"
        case .changes: "client|tracking"
        }
    }
}
