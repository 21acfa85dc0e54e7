/// The Castagnoli checksum, as iSCSI, ext4 and LevelDB use it (polynomial 0x1EDC6F41, reflected).
enum CRC32C {
    /// The checksum of bytes that follow bytes with the checksum `seed`.
    static func checksum(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
        checksum(bytes.span, seed: seed)
    }

    /// The checksum of bytes that follow bytes with the checksum `seed`.
    static func checksum(_ bytes: ArraySlice<UInt8>, seed: UInt32 = 0) -> UInt32 {
        checksum(bytes.span, seed: seed)
    }

    /// Eight bytes at a time, each by a table of its own (Kounavis and Berry, "Novel Table
    /// Lookup-Based Algorithms for High-Performance CRC Generation", 2008).
    private static func checksum(_ bytes: Span<UInt8>, seed: UInt32) -> UInt32 {
        let tables = tables.span
        var crc = ~seed
        var place = 0
        while place + 8 <= bytes.count {
            var low = crc
            for byte in 0..<4 { low ^= UInt32(bytes[place + byte]) << UInt32(8 * byte) }
            crc = 0
            for byte in 0..<4 {
                let first = Int(low >> UInt32(8 * byte) & 0xFF)
                crc ^= tables[(7 - byte) << 8 | first]
                crc ^= tables[(3 - byte) << 8 | Int(bytes[place + 4 + byte])]
            }
            place += 8
        }
        while place < bytes.count {
            crc = tables[Int((crc ^ UInt32(bytes[place])) & 0xFF)] ^ (crc >> 8)
            place += 1
        }
        return ~crc
    }

    /// Which bit of so many bytes changes their checksum in a given way when it is flipped, or `nil`
    /// if none does.
    static func flippedBit(in length: Int, changing change: UInt32) -> Int? {
        guard change != 0 else { return nil }
        // What the bits of the last byte change; each byte further to the front goes once more
        // through the register.
        var changes = (0..<8).map { tables[1 << $0] }
        for byte in (0..<length).reversed() {
            if let bit = changes.firstIndex(of: change) { return 8 * byte + bit }
            for bit in changes.indices {
                changes[bit] = tables[Int(changes[bit] & 0xFF)] ^ (changes[bit] >> 8)
            }
        }
        return nil
    }

    /// What a byte does to the register, and what it does so many zero bytes later.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        for index in 0..<256 {
            var crc = UInt32(index)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
            tables.append(crc)
        }
        for place in 256..<(8 * 256) {
            let before = tables[place - 256]
            tables.append(tables[Int(before & 0xFF)] ^ (before >> 8))
        }
        return tables
    }()
}
