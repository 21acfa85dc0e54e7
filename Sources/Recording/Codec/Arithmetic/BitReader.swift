/// Reads what a `BitWriter` wrote; of bytes that it did not write it reads something, never a trap.
struct BitReader: BitCoder {
    private var (low, high) = (UInt64(0), UInt64.max)
    private var window: UInt64 = 0
    private let bytes: ArraySlice<UInt8>
    /// The place of the byte to be read next, which may be past the end.
    private var next: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        next = bytes.startIndex
        for _ in 0..<8 { window = window << 8 | UInt64(byte()) }
    }

    /// Bytes that were asked for past the end.
    private var missing: Int { next - bytes.endIndex }

    /// Whether no more was read than was written, and nothing of it was left.
    var isSpent: Bool { (0...8).contains(missing) }

    /// Whether so much was read past the end that nothing of it can be meant.
    var isLost: Bool { missing > 64 }

    @inline(__always)
    mutating func code(_: Bool, _ probability: inout Probability) -> Bool {
        let middle = low &+ ((high &- low) >> 16) &* UInt64(probability.value)
        let bit = window <= middle
        if bit {
            high = middle
            probability.learnOne()
        } else {
            low = middle &+ 1
            probability.learnZero()
        }
        readOn()
        return bit
    }

    @inline(__always)
    mutating func code(_: Bool) -> Bool {
        // No processor can foretell such a bit: without a jump it costs half.
        let middle = low &+ ((high &- low) >> 16) &* 32_768
        let bit = window <= middle
        let mask: UInt64 = bit ? 0 : .max
        low ^= (low ^ (middle &+ 1)) & mask
        high ^= (high ^ middle) & ~mask
        readOn()
        return bit
    }

    /// Reads on as far as both ends are alike.
    @inline(__always)
    private mutating func readOn() {
        while (low ^ high) >> 56 == 0 {
            low <<= 8
            high = high << 8 | 0xFF
            window = window << 8 | UInt64(byte())
        }
    }

    /// The next byte, of which there are zeros without end behind the last.
    ///
    /// It is inlined: a call would have all of the reader in memory, bit by bit.
    @inline(__always)
    private mutating func byte() -> UInt8 {
        defer { next &+= 1 }
        return next < bytes.endIndex ? bytes[next] : 0
    }
}
