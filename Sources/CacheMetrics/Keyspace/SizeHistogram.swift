import Glibc

/// How many keys of a group have which size, by half octaves: what tells how heavy the tail of the
/// sizes is.
package struct SizeHistogram: Sendable, Equatable {
    /// Keys whose size has the same whole half of a binary logarithm, by twice that; none where
    /// nothing was counted.
    package private(set) var counts: [UInt64] = []

    /// Places there are: sizes below `KeyGroup.bigSize`.
    package static let places = 32
    /// The part of the keys that is taken for the tail, and how many of them it takes at least.
    private static let (tailShare, leastOfTail) = (0.04, 20.0)

    /// A histogram of nothing.
    package init() {}

    /// Takes in a number of keys of the sizes of a place.
    package mutating func add(_ keys: UInt64, at place: Int) {
        guard (0..<Self.places).contains(place) else { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.places) }
        counts[place] &+= keys
    }

    /// Takes in a key's size in bytes.
    mutating func add(size: UInt64) {
        let size = max(1, size)
        let octave = UInt64.bitWidth - 1 - size.leadingZeroBitCount
        // The upper half begins at the square root of two, the lower octave of the square at two.
        let (high, low) = size.multipliedFullWidth(by: size)
        let isUpper = high > 0 || low.leadingZeroBitCount < UInt64.bitWidth - 1 - 2 * octave
        add(1, at: 2 * octave + (isUpper ? 1 : 0))
    }

    static func + (one: SizeHistogram, other: SizeHistogram) -> SizeHistogram {
        guard !one.counts.isEmpty else { return other }
        var sum = one
        for place in other.counts.indices { sum.counts[place] &+= other.counts[place] }
        return sum
    }

    /// The exponent with which larger sizes become rarer, or `nil` where too few were counted.
    ///
    /// It is Hill's estimator (1975) for the largest twenty-fifth, of sizes known to half an octave:
    /// those above the threshold are at each further place by a factor `2^(−α/2)` fewer, so that the
    /// geometric distribution's maximum likelihood tells `α`. At 2 and below the variance is infinite,
    /// and no sample's own variance tells how far its mean may be off.
    var tailIndex: Double? {
        let all = Double(counts.reduce(0, &+))
        let least = max(Self.leastOfTail, Self.tailShare * all)
        var (keys, steps) = (0.0, 0.0)
        for count in counts.reversed() {
            steps += keys
            keys += Double(count)
            guard keys >= least else { continue }
            return steps > 0 ? -2 * log2(steps / (keys + steps)) : .infinity
        }
        return nil
    }
}
