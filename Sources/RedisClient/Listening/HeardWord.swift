/// A word of a command that was heard: its beginning, and what identifies all of it.
struct HeardWord {
    /// At most 256 bytes of it.
    private(set) var bytes: [UInt8] = []
    /// Length of the whole word in bytes.
    private(set) var length = 0
    /// FNV-1a hash of the whole word.
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    private static let longest = 256

    mutating func append(_ byte: UInt8) {
        length += 1
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        if bytes.count < Self.longest { bytes.append(byte) }
    }
}
