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
    private static let rates: InlineArray<31, Int32> = [
        40_960, 25_206, 18_204, 14_246, 11_702, 9_929, 8_623, 7_620, 6_826, 6_182, 5_649, 5_201,
        4_818, 4_488, 4_201, 3_947, 3_723, 3_523, 3_343, 3_181, 3_034, 2_899, 2_776, 2_664, 2_560,
        2_463, 2_374, 2_291, 2_214, 2_141, 2_073,
    ]

    /// Learns from a bit.
    @inline(__always)
    mutating func learn(_ bit: Bool) {
        let target: Int64 = bit ? 65_535 : 0
        let step = ((target - Int64(value)) * Int64(Self.rates[Int(count)])) >> 16
        value = UInt16(min(max(Int64(value) + step, 32), 65_503))
        if count < 30 { count += 1 }
    }
}
