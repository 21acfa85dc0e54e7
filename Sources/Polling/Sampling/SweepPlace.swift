/// Where a walk over the key space is: a cursor, and what part of the hash space it stands for.
///
/// A SCAN cursor read backwards is a place in hash space, so the distance from where the walk began
/// is the part of the keys it has met. The space is cut into slices, which the census keeps apart.
struct SweepPlace: Sendable {
    /// The server's cursor for the next step.
    private(set) var cursor: [UInt8]
    /// Sweeps over the whole space completed.
    private(set) var sweeps: UInt64 = 0
    /// How much of the current sweep is done, in millionths.
    private(set) var progressMillionths: Int64 = 0
    private let first: UInt64
    /// The slice being filled, or `nil` if the next step begins one.
    private var open: Int?

    /// Slices of the key space.
    static let slices = 16

    /// What a step went over: the slice its keys count under, and those it makes outdated.
    struct Step: Sendable {
        var slice: Int
        /// Whether it is the first in its slice.
        var isFresh: Bool
        /// Other slices it goes over.
        var outdated: [Int]
        /// Whether it ended a sweep.
        var endsSweep: Bool
    }

    /// A walk that begins at the given cursor; any number is a valid one.
    init(startingAt start: UInt64) {
        cursor = Array(String(start).utf8)
        first = start.bitReversed
    }

    private var slice: Int { Int(progressMillionths) * Self.slices / 1_000_000 }

    /// Takes in the cursor that a step returned.
    mutating func advance(to next: [UInt8], _ number: UInt64) -> Step {
        let done = min(999_999, Int64(Double(number.bitReversed &- first) / 0x1p64 * 1e6))
        let from = slice
        let isFresh = open != from
        let endsSweep = done <= progressMillionths
        let isWholeRound = done == progressMillionths
        (cursor, progressMillionths) = (next, done)
        sweeps &+= endsSweep ? 1 : 0
        open = endsSweep ? nil : from
        // A long step goes over slices in which none begins: they are in it. One that comes round
        // goes on from the start, and in a small table it may go over all of it.
        let after = Array((from + 1)..<(endsSweep ? Self.slices : max(from + 1, slice)))
        let before = endsSweep ? Array(0..<(isWholeRound ? from : slice)) : []
        return Step(
            slice: from,
            isFresh: isFresh || isWholeRound,
            outdated: after + before,
            endsSweep: endsSweep
        )
    }
}

extension UInt64 {
    /// The bits in reverse order: what turns a SCAN cursor into a place in hash space.
    var bitReversed: UInt64 {
        var (rest, reversed) = (self, UInt64(0))
        for _ in 0..<64 {
            reversed = reversed << 1 | rest & 1
            rest >>= 1
        }
        return reversed
    }
}
