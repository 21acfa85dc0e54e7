/// A server's whole `INFO` reply, every byte of it, with its fields found by name.
///
/// The reply is kept as it came: a metric added next year works on last year's recording. Fields
/// are indexed once, by name and never by position, because every server version adds some and
/// leaves some out. Nothing is copied for the index: it holds offsets into the reply, in a small
/// open-addressed table, so that re-reading an hour of samples stays cheap.
package struct InfoReport: Sendable {
    /// The reply, byte for byte.
    package let bytes: [UInt8]
    private let entries: [Entry]
    private let slots: [Int32]
    /// The lines that head sections, without what marks them as such.
    private let headings: [Range<Int>]

    private struct Entry: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// Reads a reply; never fails, since unknown and broken lines are simply not fields.
    package init(_ bytes: [UInt8]) {
        var (entries, headings): ([Entry], [Range<Int>]) = ([], [])
        entries.reserveCapacity(min(bytes.count / 24, 4_096))
        var lineStart = 0
        while lineStart < bytes.count, entries.count < Self.mostFields {
            let newline = bytes[lineStart...].firstIndex(of: 0x0A) ?? bytes.count
            let end = newline > lineStart && bytes[newline - 1] == 0x0D ? newline - 1 : newline
            if let entry = Self.entry(in: bytes, lineStart..<end) {
                entries.append(entry)
            } else if end - lineStart > 2, bytes[lineStart] == UInt8(ascii: "#"),
                headings.count < Self.mostHeadings
            {
                headings.append((lineStart + 2)..<end)
            }
            lineStart = newline + 1
        }
        self.bytes = bytes
        (self.entries, self.headings) = (entries, headings)
        slots = Self.index(entries, of: bytes)
    }

    /// Reads a reply that has the lines of another and differs in values only.
    ///
    /// Each move says that what is at a place of the other reply or behind it is so many bytes further
    /// on; they are in order and add up. The caller answers for it.
    package init(_ bytes: [UInt8], asIn other: InfoReport, moved moves: [(place: Int, by: Int)]) {
        self.bytes = bytes
        slots = other.slots
        guard !moves.isEmpty else {
            (entries, headings) = (other.entries, other.headings)
            return
        }
        var shift = Shift(moves)
        entries = other.entries.map { entry in
            // A value that ends with the number that moved grows with it.
            let name = shift.moved(entry.name)
            return Entry(name: name, value: shift.moved(entry.value))
        }
        shift = Shift(moves)
        headings = other.headings.map { shift.moved($0) }
    }

    /// How far places have moved, asked for in order.
    private struct Shift {
        let moves: [(place: Int, by: Int)]
        var (next, by) = (0, 0)

        init(_ moves: [(place: Int, by: Int)]) { self.moves = moves }

        mutating func moved(_ range: Range<Int>) -> Range<Int> {
            let start = moved(range.lowerBound)
            return start..<max(start, moved(range.upperBound))
        }

        private mutating func moved(_ place: Int) -> Int {
            while next < moves.count, moves[next].place <= place {
                by += moves[next].by
                next += 1
            }
            return place + by
        }
    }

    /// More fields than any server sends, fewer than a hostile one could make us index.
    private static let mostFields = 65_536
    /// More sections than any server has.
    private static let mostHeadings = 256

    private static func entry(in bytes: [UInt8], _ line: Range<Int>) -> Entry? {
        guard !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "#") else { return nil }
        // An error's name is whatever a script called it, colons included; its value never is.
        let isError = bytes[line].starts(with: errorPrefix)
        let colon = isError ? bytes[line].lastIndex(of: 0x3A) : bytes[line].firstIndex(of: 0x3A)
        guard let colon else { return nil }
        return Entry(name: line.lowerBound..<colon, value: (colon + 1)..<line.upperBound)
    }

    private static func index(_ entries: [Entry], of bytes: [UInt8]) -> [Int32] {
        var capacity = 16
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [Int32](repeating: -1, count: capacity)
        for (number, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: fnv1a(bytes[entry.name])) & (capacity - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = Int32(number)
        }
        return slots
    }

    /// The value of a field as text, or `nil` if the reply does not have it.
    package func text(of name: InfoName) -> ArraySlice<UInt8>? {
        var slot = Int(truncatingIfNeeded: name.hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if bytes[entry.name].elementsEqual(name.bytes) { return bytes[entry.value] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Every field whose name begins with `prefix`, in the server's order: the rest of the name and
    /// the value; at most `limit` of them, since a hostile client can make an `errorstat` of each call.
    package func fields(
        withPrefix prefix: String,
        limit: Int = 500
    ) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        let prefix = Array(prefix.utf8)
        guard let first = prefix.first, let last = prefix.last else { return [] }
        var found: [(ArraySlice<UInt8>, ArraySlice<UInt8>)] = []
        for entry in entries {
            // Both ends tell most names apart, at a tenth of the cost of comparing slices.
            let begin = entry.name.lowerBound
            guard entry.name.count >= prefix.count, bytes[begin] == first,
                bytes[begin + prefix.count - 1] == last, bytes[entry.name].starts(with: prefix)
            else { continue }
            guard found.count < limit else { break }
            found.append((bytes[entry.name].dropFirst(prefix.count), bytes[entry.value]))
        }
        return found
    }

    /// Whether the reply has a section, even an empty one, by its heading such as `Keyspace`.
    package func hasSection(_ heading: String) -> Bool {
        headings.contains { bytes[$0].elementsEqual(heading.utf8) }
    }

    /// How many fields the reply has.
    package var count: Int { entries.count }
}

extension InfoReport: Equatable {
    package static func == (one: InfoReport, other: InfoReport) -> Bool { one.bytes == other.bytes }
}

private let errorPrefix = Array("errorstat_".utf8)

/// The Fowler-Noll-Vo hash, variant 1a, 64 bits: fast on short names and the same on every run.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
}
