/// Writes bits in as few bytes as their probabilities allow: a carryless binary arithmetic coder.
struct BitWriter: BitCoder {
    private var (low, high) = (UInt64(0), UInt64.max)
    private var bytes: [UInt8] = []
    let isLost = false

    @inline(__always)
    mutating func code(_ bit: Bool, _ probability: inout Probability) -> Bool {
        let middle = low &+ ((high &- low) >> 16) &* UInt64(probability.value)
        if bit {
            high = middle
            probability.learnOne()
        } else {
            low = middle &+ 1
            probability.learnZero()
        }
        writeOn()
        return bit
    }

    @inline(__always)
    mutating func code(_ bit: Bool) -> Bool {
        // No processor can foretell such a bit: without a jump it costs half.
        let middle = low &+ ((high &- low) >> 16) &* 32_768
        let mask: UInt64 = bit ? 0 : .max
        low ^= (low ^ (middle &+ 1)) & mask
        high ^= (high ^ middle) & ~mask
        writeOn()
        return bit
    }

    /// Writes what both ends begin with.
    @inline(__always)
    private mutating func writeOn() {
        while (low ^ high) >> 56 == 0 {
            bytes.append(UInt8(truncatingIfNeeded: high >> 56))
            low <<= 8
            high = high << 8 | 0xFF
        }
    }

    /// The bytes, with as few at the end as tell the last bits: a reader takes what is missing for
    /// zeros, but no more of them than it looks ahead.
    consuming func finished() -> [UInt8] {
        let settled = bytes.count
        var kept: UInt64 = 0
        while kept < 8 {
            let mask: UInt64 = kept == 0 ? 0 : ~0 << (64 - 8 * kept)
            if high & mask >= low { break }
            kept += 1
        }
        for index in 0..<kept { bytes.append(UInt8(truncatingIfNeeded: high >> (56 - 8 * index))) }
        while bytes.count > settled, bytes.last == 0 { bytes.removeLast() }
        return bytes
    }
}
