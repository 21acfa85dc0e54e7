/// What tells the life of a server and its counters from another: read once of each report, since
/// each is compared with the one before and with the one after.
struct CountersLife: Sendable {
    let runID, role: ArraySlice<UInt8>?
    /// Counters that only rise, until `CONFIG RESETSTAT`; the last is how often `INFO` was called.
    private var counters = InlineArray<11, UInt64?>(repeating: nil)

    private static let resettable: InlineArray<10, InfoField<UInt64>> = [
        .commandsProcessed, .connectionsReceived, .keyspaceHits, .keyspaceMisses, .expiredKeys,
        .evictedKeys, .networkInput, .networkOutput, .rejectedConnections, .errorReplies,
    ]

    init(of info: InfoReport) {
        (runID, role) = (
            info.text(of: InfoField<[UInt8]>.runID.name),
            info.text(of: InfoField<[UInt8]>.role.name)
        )
        for place in Self.resettable.indices { counters[place] = info[Self.resettable[place]] }
        counters[Self.resettable.count] = info.callsOfInfo
    }

    func hasCountedLess(than before: CountersLife) -> Bool {
        counters.indices.contains { place in
            guard let old = before.counters[place], let new = counters[place] else { return false }
            return new < old
        }
    }
}
