/// Where the numbers of an INFO report's fields stand.
///
/// Of several fields of one name it is the last. Names are compared as bytes. Those that are not plain
/// ASCII, such as an error of a script may have, are compared as strings, and with them all others: the
/// first recordings were made so, and what follows from what must never be another when they are read.
struct FieldPlaces {
    private let text: NumberedText
    /// Lines and how long their names are.
    private var fields: [(line: Int, length: Int)] = []
    /// Places in `fields` by a name's hash, open-addressed.
    private var slots: [Int32] = []
    /// The lines by their names as strings, if bytes will not do.
    private var byString: [Substring: Int]?

    /// The fields in the first lines of a text.
    init(_ text: NumberedText, lines: Int) {
        self.text = text
        var capacity = 64
        while capacity < 2 * lines { capacity *= 2 }
        slots = [Int32](repeating: -1, count: capacity)
        fields.reserveCapacity(lines)
        for index in 0..<lines where !text.lines[index].decimals.isEmpty {
            let words = text.lines[index].pieces[0]
            guard let length = Self.nameLength(words.span) else {
                byString = Self.byString(text, lines)
                return
            }
            if length < words.count { insert(index, length) }
        }
    }

    /// How long the name at the beginning of a line is, which may be all of it; `nil` if not all of it is
    /// ASCII.
    private static func nameLength(_ words: Span<UInt8>) -> Int? {
        var (length, all) = (words.count, UInt8(0))
        for index in (0..<words.count).reversed() {
            all |= words[index]
            if words[index] == 0x3A { length = index }
        }
        return all < 0x80 ? length : nil
    }

    private static func byString(_ text: NumberedText, _ lines: Int) -> [Substring: Int] {
        var places: [Substring: Int] = [:]
        for (index, line) in text.lines.prefix(lines).enumerated() where !line.decimals.isEmpty {
            let words = String(decoding: line.pieces[0], as: UTF8.self)
            guard let end = words.firstIndex(of: ":") else { continue }
            places[words[..<end]] = index
        }
        return places
    }

    private mutating func insert(_ line: Int, _ length: Int) {
        let name = text.lines[line].pieces[0].prefix(length)
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let known = fields[Int(slots[slot])]
            if known.length == length,
                text.lines[known.line].begins(with: name.span)
            {
                fields[Int(slots[slot])].line = line
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: fields.count)
        fields.append((line, length))
    }

    /// Names differ most at their ends.
    private static func hash(_ name: ArraySlice<UInt8>) -> Int {
        var hash = UInt64(name.count)
        for byte in name.suffix(12) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int(truncatingIfNeeded: hash >> 8 & 0xFFFF_FFFF)
    }

    private func line(named name: String) -> NumberedText.Line? {
        if let byString { return byString[name[...]].map { text.lines[$0] } }
        let bytes = Array(name.utf8)
        var slot = Self.hash(bytes[...]) & (slots.count - 1)
        while slots[slot] >= 0 {
            let known = fields[Int(slots[slot])]
            let line = text.lines[known.line]
            if known.length == bytes.count, line.begins(with: bytes.span) { return line }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}

// What stands where.
extension FieldPlaces {
    /// The first number of a field.
    subscript(name: String) -> Int? { line(named: name)?.firstNumber }

    /// The same, if it has so many decimals.
    subscript(name: String, decimals decimals: UInt8) -> Int? {
        line(named: name).flatMap { $0.decimals.first == decimals ? $0.firstNumber : nil }
    }

    /// The first numbers of two fields, if there are both.
    func pair(_ one: String, _ other: String) -> (Int, Int)? {
        self[one].flatMap { one in self[other].map { (one, $0) } }
    }

    private func fields(beginningWith prefix: [UInt8]) -> [Int] {
        fields.compactMap { line, length in
            length >= prefix.count && text.lines[line].begins(with: prefix.span) ? line : nil
        }
    }

    /// The first numbers of all fields whose names begin alike, in the order of the text; only of those
    /// whose numbers begin with such decimals.
    func firsts(of prefix: String, decimals: [UInt8] = []) -> [Int] {
        let lines: [Int] =
            if let byString {
                byString.filter { $0.key.hasPrefix(prefix) }.map(\.value)
            } else {
                fields(beginningWith: Array(prefix.utf8))
            }
        return lines.filter { text.lines[$0].decimals.starts(with: decimals) }
            .map { text.lines[$0].firstNumber }.sorted()
    }
}
