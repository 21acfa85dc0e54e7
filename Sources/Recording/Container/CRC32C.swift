/// The Castagnoli checksum, as iSCSI, ext4 and LevelDB use it (polynomial 0x1EDC6F41, reflected).
enum CRC32C {
    /// The checksum of bytes that follow bytes with the checksum `seed`.
    static func checksum(_ bytes: some Sequence<UInt8>, seed: UInt32 = 0) -> UInt32 {
        var crc = ~seed
        for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
        return ~crc
    }

    /// Which bit of so many bytes changes their checksum in a given way when it is flipped, or `nil`
    /// if none does.
    static func flippedBit(in length: Int, changing change: UInt32) -> Int? {
        guard change != 0 else { return nil }
        // What the bits of the last byte change; each byte further to the front goes once more
        // through the register.
        var changes = (0..<8).map { table[1 << $0] }
        for byte in (0..<length).reversed() {
            if let bit = changes.firstIndex(of: change) { return 8 * byte + bit }
            for bit in changes.indices {
                changes[bit] = table[Int(changes[bit] & 0xFF)] ^ (changes[bit] >> 8)
            }
        }
        return nil
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in
            crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1
        }
    }
}
