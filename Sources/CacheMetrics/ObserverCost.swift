/// What watching has cost since it began: counted here, not estimated.
package struct ObserverCost: Sendable, Equatable {
    /// Commands sent, by the name `INFO commandstats` gives them.
    package var commands: [String: UInt64] = [:]
    /// Batches sent: the server read its socket at least once for each.
    package var batches: UInt64 = 0
    /// Our own lookups that the server counted as hits, before this sample's `INFO`.
    package var falseHits: UInt64 = 0
    /// Our own lookups that the server counted as misses, before this sample's `INFO`.
    package var falseMisses: UInt64 = 0
    /// Lookups that we allowed ourselves, before this sample's `INFO`; at most so many were made.
    package var allowedLookups: UInt64 = 0
    /// Milliseconds for which the operator has allowed more lookups, or `nil` while that is not so.
    package var boostMilliseconds: Int64?
    /// Error replies to our commands, by their first word.
    package var errors: [String: UInt64] = [:]
    /// Whether our reads of boards and counters refresh those keys: servers before 7.2.
    package var touchesKeys = false
    /// Beats that were skipped because an earlier poll had not ended.
    package var skippedBeats: UInt64 = 0
    /// Microseconds of CPU this program has used, or `nil` if unknown.
    package var ownMicroseconds: UInt64?
    /// Bytes of RAM this program holds, or `nil` if unknown.
    package var ownMemoryBytes: UInt64?

    /// Nothing spent yet.
    package init() {}

    /// Our own lookups, hits and misses.
    package var lookups: UInt64 { falseHits &+ falseMisses }

    /// Error replies to our commands.
    package var errorReplies: UInt64 { errors.values.reduce(0, &+) }

    /// All commands sent.
    package var commandsSent: UInt64 { commands.values.reduce(0, &+) }
}
