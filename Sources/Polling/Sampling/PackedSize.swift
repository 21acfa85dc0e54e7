/// How small LZ4 would make bytes: the size of its block, without the block.
///
/// The greedy matching of the reference (`lz4_Block_format.md`): the last place where the same four
/// bytes were, found by their hash. Better compressors make less of it; what this says is worth
/// packing is.
package struct PackedSize {
    private let bytes: [UInt8]
    /// The last place of four bytes by their hash, one further on; 0 for none.
    private var places = [Int](repeating: 0, count: 4_096)

    /// The format's limits: the shortest match, how far back one may be, and the bytes at the end
    /// that are never part of one, nor begin one.
    private static let (shortest, farthest, tail, last) = (4, 65_535, 5, 12)

    /// The size in bytes that a text would have.
    package static func of(_ bytes: [UInt8]) -> Int {
        var size = PackedSize(bytes: bytes)
        return size.measure()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func measure() -> Int {
        var (size, anchor, place) = (0, 0, 0)
        while place + Self.last <= bytes.count {
            let slot = hash(at: place)
            let before = places[slot] - 1
            places[slot] = place + 1
            guard before >= 0, place - before <= Self.farthest else {
                place += 1
                continue
            }
            let length = match(before, place)
            guard length >= Self.shortest else {
                place += 1
                continue
            }
            // A token, the literals since the last match, how far back, and what the token cannot hold.
            size += 3 + place - anchor + Self.excess(place - anchor, over: 15)
            size += Self.excess(length - Self.shortest, over: 15)
            place += length
            anchor = place
        }
        let rest = bytes.count - anchor
        return size + 1 + rest + Self.excess(rest, over: 15)
    }

    /// Bytes it takes to write a number of which a token holds the first part.
    private static func excess(_ number: Int, over most: Int) -> Int {
        number < most ? 0 : (number - most) / 255 + 1
    }

    private func hash(at place: Int) -> Int {
        let word = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[place + $1]) }
        return Int((word &* 2_654_435_761) >> 20)
    }

    private func match(_ before: Int, _ place: Int) -> Int {
        var length = 0
        let end = bytes.count - Self.tail
        while place + length < end, bytes[before + length] == bytes[place + length] { length += 1 }
        return length
    }
}
