/// Puts numbers into bytes, the low ones first.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// A number of fixed width.
    mutating func fixed(_ value: some FixedWidthInteger & UnsignedInteger) {
        var rest = value
        for _ in 0..<(value.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// A number in as many bytes as it needs, seven bits to each.
    mutating func unsigned(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A number of either sign, small ones short: 0, -1, 1, -2 and so on.
    mutating func signed(_ value: Int64) {
        unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Bytes as they are.
    mutating func raw(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Bytes with their number in front.
    mutating func counted(_ more: some Collection<UInt8>) {
        unsigned(UInt64(more.count))
        raw(more)
    }
}
