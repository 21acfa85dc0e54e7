/// A server's whole `INFO` reply, every byte of it, with its fields found by name.
///
/// The reply is kept as it came: a metric added next year works on last year's recording. Fields
/// are indexed once, by name and never by position, because every server version adds some and
/// leaves some out. Nothing is copied for the index: it holds offsets into the reply, in a small
/// open-addressed table, so that re-reading an hour of samples stays cheap.
///
/// All of it lies in an array of one, which copies share: each metric and each rule asks for the report
/// of an interval, and to copy it must be next to nothing.
package struct InfoReport: Sendable {
    private let held: [Contents]

    fileprivate struct Contents: Sendable {
        let bytes: [UInt8]
        let entries: [Entry]
        let layout: InfoLayout
        /// The lines that head sections, without what marks them as such.
        let headings: [Range<Int>]
    }

    fileprivate struct Entry: Sendable {
        let name: Range<Int>
        let value: Range<Int>
    }

    /// Reads a reply; never fails, since unknown and broken lines are simply not fields.
    ///
    /// Of very many kinds of errors only the first are fields: a script that puts data into the texts of
    /// its errors must not hide what comes behind them.
    package init(_ bytes: [UInt8]) {
        var (entries, headings): ([Entry], [Range<Int>]) = ([], [])
        entries.reserveCapacity(min(bytes.count / 24, 4_096))
        var (lineStart, errors) = (0, 0)
        while lineStart < bytes.count, entries.count < Self.mostFields {
            let newline = bytes[lineStart...].firstIndex(of: 0x0A) ?? bytes.count
            let end = newline > lineStart && bytes[newline - 1] == 0x0D ? newline - 1 : newline
            let line = lineStart..<end
            lineStart = newline + 1
            let isError = bytes[line].starts(with: InfoFamily.errors.prefix)
            errors += isError ? 1 : 0
            if isError, errors > InfoFamily.errors.mostFields { continue }
            if let entry = Self.entry(in: bytes, line, isError: isError) {
                entries.append(entry)
            } else if line.count > 2, bytes[line.lowerBound] == UInt8(ascii: "#"),
                headings.count < Self.mostHeadings
            {
                headings.append((line.lowerBound + 2)..<end)
            }
        }
        let layout = InfoLayout(entries.map(\.name), in: bytes)
        held = [Contents(bytes: bytes, entries: entries, layout: layout, headings: headings)]
    }

    /// Reads a reply that has the lines of another and differs in values only.
    ///
    /// Each move says that what is at a place of the other reply or behind it is so many bytes further
    /// on; they are in order and add up. The caller answers for it.
    package init(_ bytes: [UInt8], asIn other: InfoReport, moved moves: [(place: Int, by: Int)]) {
        var (entries, headings) = (other.held[0].entries, other.held[0].headings)
        if !moves.isEmpty {
            var shift = Shift(moves)
            for index in entries.indices {
                // A value that ends with the number that moved grows with it.
                let name = shift.moved(entries[index].name)
                entries[index] = Entry(name: name, value: shift.moved(entries[index].value))
            }
            shift = Shift(moves)
            headings = headings.map { shift.moved($0) }
        }
        held = [
            Contents(
                bytes: bytes,
                entries: entries,
                layout: other.held[0].layout,
                headings: headings
            )
        ]
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

    private static func entry(in bytes: [UInt8], _ line: Range<Int>, isError: Bool) -> Entry? {
        guard !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "#") else { return nil }
        // An error's name is whatever a script called it, colons included; its value never is.
        let colon = isError ? bytes[line].lastIndex(of: 0x3A) : bytes[line].firstIndex(of: 0x3A)
        guard let colon else { return nil }
        return Entry(name: line.lowerBound..<colon, value: (colon + 1)..<line.upperBound)
    }

    /// The reply, byte for byte.
    package var bytes: [UInt8] { held[0].bytes }

    /// The value of a field as text, or `nil` if the reply does not have it.
    package func text(of name: InfoName) -> ArraySlice<UInt8>? { held[0].text(of: name) }

    /// Whether some bytes are what stands at a place.
    func has(_ wanted: [UInt8], at place: Range<Int>) -> Bool {
        held[0].has(wanted, at: 0..<wanted.count, as: place)
    }

    /// Whether what stands at a place of some bytes is what stands at a place here.
    func has(_ other: [UInt8], at otherPlace: Range<Int>, as place: Range<Int>) -> Bool {
        held[0].has(other, at: otherPlace, as: place)
    }

    /// Where the value of one of a family's fields is, by its place in the server's order.
    func value(_ index: Int, of family: InfoFamily) -> Range<Int> {
        held[0].entries[Int(held[0].layout.entries(of: family)[index])].value
    }

    /// Every field, in the server's order.
    package var fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        held[0].entries.map { (bytes[$0.name], bytes[$0.value]) }
    }

    /// Every field of a family, in the server's order: the rest of the name and the value.
    func fields(of family: InfoFamily) -> [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] {
        held[0].layout.entries(of: family).map { number in
            let entry = held[0].entries[Int(number)]
            return (bytes[entry.name].dropFirst(family.prefix.count), bytes[entry.value])
        }
    }

    /// The commands there are statistics of, as `fields(of: .commands)` has them.
    var commandNames: [CommandName] { held[0].layout.commands }

    /// Whether the reply has a section, even an empty one, by its heading such as `Keyspace`.
    package func hasSection(_ heading: String) -> Bool {
        held[0].headings.contains { bytes[$0].elementsEqual(heading.utf8) }
    }

    /// `true` where no heading divides the fields, as before Redis 2.6.
    var hasNoSections: Bool { held[0].headings.isEmpty }

    /// How many fields the reply has.
    package var count: Int { held[0].entries.count }
}

extension InfoReport.Contents {
    func text(of name: InfoName) -> ArraySlice<UInt8>? {
        let all = 0..<name.bytes.count
        let entry = layout.entry(hashed: name.hash) {
            has(name.bytes, at: all, as: entries[$0].name)
        }
        return entry.map { bytes[entries[$0].value] }
    }

    func has(_ other: [UInt8], at otherPlace: Range<Int>, as place: Range<Int>) -> Bool {
        bytes.span.extracting(place).isSame(as: other.span.extracting(otherPlace))
    }
}

extension InfoReport: Equatable {
    package static func == (one: InfoReport, other: InfoReport) -> Bool {
        one.bytes.span.isSame(as: other.bytes.span)
    }
}

/// The Fowler-Noll-Vo hash, variant 1a, 64 bits: fast on short names and the same on every run.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
}
