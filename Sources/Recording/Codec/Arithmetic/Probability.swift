/// How likely a bit is to be set, learned from the bits before it: `recording.md` 3.4.
///
/// All arithmetic is on integers, so that every machine learns the same. The table is frozen with
/// the codec: with a different one no recording could be read again.
struct Probability: Sendable {
    /// Of 65,536.
    private(set) var value: UInt16 = 32_768
    /// How many bits it has learned from, up to 30.
    private var count: UInt8 = 0

    /// How far it moves towards the bit it meets, after so many: nearly 1/(n + 1.6), of 65,536.
    ///
    /// The last is never used: with 32 of them no place needs to be looked at for being one.
    private static let rates: InlineArray<32, Int64> = [
        40_960, 25_206, 18_204, 14_246, 11_702, 9_929, 8_623, 7_620, 6_826, 6_182, 5_649, 5_201,
        4_818, 4_488, 4_201, 3_947, 3_723, 3_523, 3_343, 3_181, 3_034, 2_899, 2_776, 2_664, 2_560,
        2_463, 2_374, 2_291, 2_214, 2_141, 2_073, 2_073,
    ]

    /// Learns from a bit that is set.
    @inline(__always)
    mutating func learnOne() {
        let now = Int64(value)
        let moved = now &+ ((65_535 &- now) &* Self.rates[Int(count & 31)]) >> 16
        value = UInt16(truncatingIfNeeded: min(moved, 65_503))
        if count < 30 { count &+= 1 }
    }

    /// Learns from a bit that is not set.
    @inline(__always)
    mutating func learnZero() {
        let now = Int64(value)
        let moved = now &+ (0 &- now &* Self.rates[Int(count & 31)]) >> 16
        value = UInt16(truncatingIfNeeded: max(moved, 32))
        if count < 30 { count &+= 1 }
    }
}
