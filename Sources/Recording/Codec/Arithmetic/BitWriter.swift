/// Writes bits in as few bytes as their probabilities allow: a carryless binary arithmetic coder.
struct BitWriter: BitCoder {
    private var (low, high) = (UInt64(0), UInt64.max)
    private var bytes: [UInt8] = []
    let isLost = false

    @inline(__always)
    mutating func code(_ bit: Bool, _ probability: inout Probability) -> Bool {
        narrow(to: bit, UInt64(probability.value))
        probability.learn(bit)
        return bit
    }

    @inline(__always)
    mutating func code(_ bit: Bool) -> Bool {
        narrow(to: bit, 32_768)
        return bit
    }

    @inline(__always)
    private mutating func narrow(to bit: Bool, _ probability: UInt64) {
        let middle = low &+ ((high &- low) >> 16) &* probability
        if bit { high = middle } else { low = middle &+ 1 }
        while (low ^ high) >> 56 == 0 {
            bytes.append(UInt8(truncatingIfNeeded: high >> 56))
            low <<= 8
            high = high << 8 | 0xFF
        }
    }

    /// The bytes, with as few at the end as tell the last bits: a reader takes what is missing for
    /// zeros.
    consuming func finished() -> [UInt8] {
        var kept: UInt64 = 0
        while kept < 8 {
            let mask: UInt64 = kept == 0 ? 0 : ~0 << (64 - 8 * kept)
            if high & mask >= low { break }
            kept += 1
        }
        for index in 0..<kept { bytes.append(UInt8(truncatingIfNeeded: high >> (56 - 8 * index))) }
        while bytes.last == 0 { bytes.removeLast() }
        return bytes
    }
}
