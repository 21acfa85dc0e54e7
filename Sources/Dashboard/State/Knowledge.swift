package import CacheHealth
package import CacheMetrics

/// What is known of the nodes at a moment, however it is looked at: what readings are folded into.
///
/// A copy costs next to nothing, since copies share what is old, so that a player of recordings keeps
/// one every so often and need not begin an hour before wherever it is sent.
package struct Knowledge: Sendable {
    /// What is known of every node.
    package private(set) var history = History()
    /// When the newest reading came.
    package private(set) var moment: Moment?
    /// What the rules remember.
    private var monitor: HealthMonitor

    /// Knowledge of nothing.
    package init(under policy: HealthPolicy = HealthPolicy()) {
        monitor = HealthMonitor(under: policy)
    }

    /// What the rules say.
    package var report: HealthReport { monitor.report }

    /// Takes in the next reading.
    package mutating func fold(_ reading: Reading) {
        history.fold(reading)
        moment = reading.moment
        if let node = history[reading.node] { monitor.judge(node) }
    }
}
