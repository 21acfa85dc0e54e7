/// How the keys of a group are stored: their names' lengths and the encodings of their values.
package struct KeyStorage: Sendable, Equatable {
    /// The lengths of the names of all keys below `KeyGroup.bigSize` whose size is known, in bytes.
    package var nameBytes: UInt64 = 0
    /// Keys whose encoding was asked, by `KeyEncoding`.
    package var encodings = [UInt64](repeating: 0, count: KeyEncoding.allCases.count)
    /// Small hashes and sorted sets that have a block for each element.
    ///
    /// They take so little in all that they would be small enough for one. Sets of words have no such
    /// form before Redis 7.2 and do not count.
    package var unpacked: UInt64 = 0

    /// A collection that takes no more, its elements' own blocks included, has 64 elements at most.
    ///
    /// A field of a hash table takes 24 bytes for its entry, 8 for its place and 16 for each of two
    /// texts at the least (Redis 7.0), so that 4 KB of them are no more than 64.
    package static let unpackedSize: Int64 = 4_096

    /// Storage of which nothing is known.
    package init() {}

    /// Counts the length of the name of a key whose size is known.
    mutating func countName(of key: SurveyedKey) {
        if let size = key.memoryBytes, (0..<KeyGroup.bigSize).contains(size) {
            nameBytes &+= UInt64(max(0, key.name.length))
        }
    }

    /// Adds the encoding of a key of a type and size, if it was probed.
    mutating func learn(_ encoding: KeyEncoding?, _ type: KeyType?, bytes: Int64?) {
        guard let encoding else { return }
        encodings[encoding.rawValue] += 1
        guard encoding.hasBlocksForElements, type != .set, let bytes, bytes <= Self.unpackedSize
        else { return }
        unpacked += 1
    }

    static func + (one: KeyStorage, other: KeyStorage) -> KeyStorage {
        var sum = one
        sum.nameBytes &+= other.nameBytes
        sum.unpacked &+= other.unpacked
        for place in sum.encodings.indices { sum.encodings[place] &+= other.encodings[place] }
        return sum
    }

    /// Keys whose encoding was asked.
    package var asked: UInt64 { encodings.reduce(0, &+) }

    /// The share of keys that are small and have a block for each element all the same, with its
    /// interval, or `nil` if no encoding was asked.
    package var unpackedShare: Estimate? {
        asked > 0 ? Estimate.share(Double(unpacked), of: Double(asked), in: nil) : nil
    }

    /// The encoding that most of them have, or `nil` if none is known.
    package var commonEncoding: KeyEncoding? {
        let most = encodings.max() ?? 0
        return most > 0 ? encodings.firstIndex(of: most).flatMap(KeyEncoding.init) : nil
    }
}
