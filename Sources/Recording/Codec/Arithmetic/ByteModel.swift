/// What has been learned of text, each byte from the two before it.
struct ByteModel: Sendable {
    private var probabilities = [Probability](repeating: Probability(), count: 1 << bits)
    /// The table's size; texts of a recording are alike, so that few of its places are shared.
    private static let bits = 15

    /// Codes bytes one after the other; of a reader only their number is used.
    mutating func code(
        _ bytes: ArraySlice<UInt8>,
        count: Int,
        _ coder: inout some BitCoder
    ) -> [UInt8] {
        var coded: [UInt8] = []
        var context: UInt32 = 0
        // The coder's state stays in registers, and the table is looked at through one span.
        var own = consume coder
        var table = probabilities.mutableSpan
        let given = bytes.span
        for index in 0..<count where !own.isLost {
            let known = index < given.count ? given[index] : 0
            var node: UInt32 = 1
            for bit in (0..<8).reversed() {
                let place =
                    (context &* 0x9E37_79B1 ^ node &* 0x85EB_CA6B) >> (32 - UInt32(Self.bits))
                let isSet = own.code(known >> UInt8(bit) & 1 == 1, &table[Int(place)])
                node = node << 1 | (isSet ? 1 : 0)
            }
            let byte = UInt8(truncatingIfNeeded: node)
            coded.append(byte)
            context = (context << 8 | UInt32(byte)) & 0xFFFF
        }
        coder = own
        return coded
    }
}
