/// A key's name with everything that looks like an identifier replaced by `*`.
///
/// Names are made of levels, separated by `:`, `/` or `|`, and levels of words, separated by
/// `_ - . # { }`. A word of digits is an identifier, and so are eight or more hexadecimal digits (no
/// word of any language has that many of a to f), and sixteen or more letters and digits mixed
/// (`keyspace.md` 3.3). A UUID is one word, and a level that is an e-mail address, an IPv4 address or
/// a date is an identifier as a whole. A hash tag stays in one piece, so that no template splits what
/// the server keeps in one slot.
struct MaskedName: Sendable, Hashable {
    /// The masked name, separators and all.
    private(set) var bytes: [UInt8] = []
    /// Where each level ends in `bytes`; the next begins one further on.
    private(set) var levelEnds: [Int] = []

    /// Levels told apart; what follows the last belongs to it.
    static let mostLevels = 6
    /// Bytes of a name that are looked at.
    private static let longestName = 512

    /// Masks a name.
    init(_ name: [UInt8]) {
        let name = name.prefix(Self.longestName)
        bytes.reserveCapacity(name.count)
        var start = 0
        var isInTag = false
        for (index, byte) in name.enumerated() {
            if byte == UInt8(ascii: "{") { isInTag = true }
            if byte == UInt8(ascii: "}") { isInTag = false }
            guard byte.separatesLevels, !isInTag, levelEnds.count < Self.mostLevels - 1 else {
                continue
            }
            mask(name[start..<index])
            bytes.append(byte)
            start = index + 1
        }
        mask(name[start...])
    }

    /// The masked text of a level.
    func level(_ index: Int) -> ArraySlice<UInt8> {
        let start = index == 0 ? 0 : levelEnds[index - 1] + 1
        return bytes[start..<levelEnds[index]]
    }

    private mutating func mask(_ level: ArraySlice<UInt8>) {
        defer { levelEnds.append(bytes.count) }
        if level.isMailAddress {
            bytes.append(.wildcard)
            return
        }
        let first = bytes.count
        var start = level.startIndex
        while start < level.endIndex {
            let end = level[start...].firstWordEnd
            append(word: level[start..<end], levelStart: first)
            if end < level.endIndex { bytes.append(level[end]) }
            start = end + 1
        }
    }

    /// Appends a word; an identifier that follows another, `4f2a-9b1c`, is one with it.
    private mutating func append(word: ArraySlice<UInt8>, levelStart: Int) {
        guard word.isIdentifierWord else {
            bytes.append(contentsOf: word)
            return
        }
        let end = bytes.count
        let follows =
            end >= levelStart + 2 && bytes[end - 2] == .wildcard && bytes[end - 1].joinsWords
        if follows { bytes.removeLast() } else { bytes.append(.wildcard) }
    }
}

extension UInt8 {
    /// What stands for an identifier in a template.
    static let wildcard = UInt8(ascii: "*")

    fileprivate var separatesLevels: Bool {
        self == UInt8(ascii: ":") || self == UInt8(ascii: "/") || self == UInt8(ascii: "|")
    }

    fileprivate var separatesWords: Bool {
        switch self {
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "#"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "/"),
            UInt8(ascii: "|"):
            true
        default: false
        }
    }

    /// Whether identifiers on both sides of it are one: those of a UUID, a version, an address.
    fileprivate var joinsWords: Bool {
        self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }

    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    fileprivate var isHexadecimal: Bool {
        isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self | 0x20
    }

    fileprivate var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
}

extension ArraySlice<UInt8> {
    /// Where the first word ends; a UUID is one word.
    fileprivate var firstWordEnd: Int {
        if count >= 36, self[startIndex + 8] == UInt8(ascii: "-"), prefix(36).isUUID {
            return startIndex + 36
        }
        return firstIndex(where: \.separatesWords) ?? endIndex
    }

    private var isUUID: Bool {
        enumerated().allSatisfy { offset, byte in
            [8, 13, 18, 23].contains(offset) ? byte == UInt8(ascii: "-") : byte.isHexadecimal
        }
    }

    /// Whether a whole level is an e-mail address.
    fileprivate var isMailAddress: Bool {
        guard let at = firstIndex(of: UInt8(ascii: "@")), at > startIndex else { return false }
        return self[at...].contains(UInt8(ascii: "."))
    }

    /// Whether a word is an identifier rather than a name.
    fileprivate var isIdentifierWord: Bool {
        guard !isEmpty else { return false }
        if count == 36, isUUID { return true }
        var (digits, hexadecimals, letters) = (0, 0, 0)
        for byte in self {
            if byte.isDigit { digits += 1 }
            if byte.isHexadecimal { hexadecimals += 1 }
            if byte.isLetter { letters += 1 }
        }
        if digits == count { return true }
        if hexadecimals == count { return count >= 8 }
        return count >= 16 && digits > 0 && digits + letters == count
    }
}
