/// Where a walk over the key space is: a cursor, and what part of the hash space it stands for.
///
/// A SCAN cursor read backwards is a place in hash space, so the distance from where the walk began
/// is the part of the keys it has met. The space is cut into slices, which the census keeps apart.
/// The walk begins where a slice does, and goes on from the end of the space to its start.
struct SweepPlace: Sendable {
    /// The server's cursor for the next step.
    private(set) var cursor: [UInt8]
    /// Sweeps over the whole space completed.
    private(set) var sweeps: UInt64 = 0
    /// How much of the current sweep is done, in millionths.
    private(set) var progressMillionths: Int64 = 0
    private let first: UInt64
    private var position: UInt64
    /// The slice being filled, or `nil` if the next step begins one.
    private var open: Int?

    /// Slices of the key space, and the bits of a place within one.
    static let slices = 16
    private static let bitsWithin = 60

    /// What a step went over: the slice its keys count under, and others that are in it.
    struct Step: Sendable {
        var slice: Int
        /// Whether it is the first in its slice.
        var isFresh: Bool
        /// Slices it goes over in which no step begins.
        var passed: [Int]
        /// Whether it ended a sweep.
        var endsSweep: Bool
    }

    /// A walk that begins with the slice of the given cursor; any number is a valid one.
    init(startingAt start: UInt64) {
        first = start.bitReversed & (~0 << Self.bitsWithin)
        cursor = Array(String(first.bitReversed).utf8)
        position = first
    }

    /// Takes in the cursor that a step returned.
    mutating func advance(to next: [UInt8], _ number: UInt64) -> Step {
        let (from, isAtEnd) = (Self.slice(position), number == 0)
        let isFresh = open != from
        position = number.bitReversed
        cursor = next
        let end = isAtEnd ? Self.slices : max(from + 1, Self.slice(position))
        open = isAtEnd ? nil : from
        let done = min(999_999, Int64(Double(position &- first) / 0x1p64 * 1e6))
        let endsSweep = done <= progressMillionths
        progressMillionths = done
        sweeps &+= endsSweep ? 1 : 0
        return Step(
            slice: from,
            isFresh: isFresh,
            passed: Array((from + 1)..<end),
            endsSweep: endsSweep
        )
    }

    private static func slice(_ position: UInt64) -> Int { Int(position >> bitsWithin) }
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
