import RESP

/// A walk over all names from one cursor of `SCAN` round to itself.
struct SweepWalk: Sendable {
    /// The cursor of the next step.
    private(set) var cursor: [UInt8]
    /// The cursor of the step before.
    private(set) var previous: [UInt8]
    /// Whether every name was met.
    private(set) var isOver = false
    /// How much of the key space was walked, 0 to 1.
    private(set) var progress: Double
    private let firstPosition: UInt64
    private var hasReachedEnd: Bool
    private var met: Set<Int> = []

    /// A walk that goes on at a cursor, having begun at another or the same.
    init(at place: UInt64, from start: UInt64) {
        cursor = Array(String(place).utf8)
        previous = cursor
        firstPosition = start.bitReversed
        let position = place.bitReversed
        hasReachedEnd = place != start && position < firstPosition
        progress = Double(position &- firstPosition) / 0x1p64
    }

    /// The cursor at which it began.
    var start: UInt64 { firstPosition.bitReversed }

    /// Takes in a step of `SCAN` and gives the names not met before; `nil` if the reply is none.
    mutating func step(_ reply: RESPValue) -> [[UInt8]]? {
        guard let parts = reply.elements, parts.count == 2, let next = parts[0].bytes,
            let names = parts[1].elements,
            let position = UInt64(String(decoding: next, as: UTF8.self))
        else { return nil }
        (previous, cursor) = (cursor, next)
        let place = position.bitReversed
        // Once it has come round, it ends where it began, or at the end if that comes first: the
        // table may be so small that one step goes past both.
        isOver =
            hasReachedEnd
            ? place == 0 || place >= firstPosition
            : place == 0 && firstPosition == 0
        hasReachedEnd = hasReachedEnd || place == 0
        progress = isOver ? 1 : max(progress, Double(place &- firstPosition) / 0x1p64)
        // A table that grows meanwhile gives some names twice.
        return names.compactMap(\.bytes).filter { met.insert($0.hashValue).inserted }
    }
}
