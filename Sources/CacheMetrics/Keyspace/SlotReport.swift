/// What the hash slots of a cluster's node do, as far as the server counts it
/// (`CLUSTER SLOT-STATS`: Valkey 8.0, Redis 8.2).
///
/// The slots are asked for a part at a time, so that no answer blocks the server for long; each has
/// its own window, from one look at it to the next.
package struct SlotReport: Sendable, Equatable {
    /// Slots of the node that were looked at twice.
    package var slots: UInt64 = 0
    /// CPU time in all of them, in microseconds a second, or `nil` where the server counts none
    /// (`cluster-slot-stats-enabled no`).
    package var microsecondsPerSecond: UInt64?
    /// What half of the slots do not exceed, in microseconds a second.
    package var medianMicrosecondsPerSecond: UInt64?
    /// The busiest slots, busiest first; the fullest where no CPU time is counted.
    package var busiest: [SlotUse] = []

    /// A report of nothing.
    package init() {}

    /// The part of all slots' CPU time that goes to one, 0 to 1, or `nil` if none is counted.
    package func share(of use: SlotUse) -> Double? {
        guard let all = microsecondsPerSecond, all > 0 else { return nil }
        return use.microsecondsPerSecond.map { min(1, Double($0) / Double(all)) }
    }
}
