/// One line of `MONITOR`: which command somebody sent and which keys it named.
///
/// The line holds everything the command carried, values too. Of it only the command's name and
/// its keys are read; the rest is never kept.
struct MonitorLine {
    /// When the server ran the command, in microseconds since 1970 by its clock; `nil` if it does not
    /// say.
    let serverMicroseconds: Int64?
    /// The keys the command names, and what it does to them.
    let uses: [KeyUse]
    /// Whether it is what ends the burst, and no command of anybody else's.
    let isOwn: Bool

    /// Replicas that the command that ends a burst waits for: as many as no server has.
    static let allReplicas = "2147483647"

    /// Words of a command that are looked at: a `DEL` of more keys than that counts these.
    private static let mostWords = 64

    /// Reads a line without its `+` and line end; `nil` if it is not one of a command.
    ///
    /// `1339518083.107412 [0 127.0.0.1:60866] "get" "user:1"`. Scripts name their keys to the server
    /// beforehand and then use them, one line each: those lines count and the script's own does not.
    init?(_ line: some Collection<UInt8>) {
        var rest = Array(line)[...]
        guard let close = Self.endOfSource(rest) else { return nil }
        serverMicroseconds = Self.time(rest.prefix { $0 != UInt8(ascii: " ") })
        rest = rest[close...]
        var words: [HeardWord] = []
        while words.count < Self.mostWords, let word = Self.word(&rest) { words.append(word) }
        guard let name = words.first?.bytes else { return nil }
        let lowered = String(decoding: name, as: UTF8.self).lowercased()
        let texts = words.map(\.bytes)
        isOwn = lowered == "wait" && texts.dropFirst().first == Array(Self.allReplicas.utf8)
        let kind = KeyUse.Kind(ofCommand: lowered)
        uses = KeyPositions.of(lowered, texts).map { KeyUse(words[$0], kind) }
    }

    /// A time stamp such as `1339518083.107412` in microseconds.
    private static func time(_ text: ArraySlice<UInt8>) -> Int64? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 6, parts[0].count <= 12,
            let seconds = Int64(String(decoding: parts[0], as: UTF8.self)),
            let fraction = Int64(String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        return seconds * 1_000_000 + fraction
    }

    /// Where the words begin: behind the source in brackets, whose address may hold anything.
    private static func endOfSource(_ line: ArraySlice<UInt8>) -> Int? {
        guard let open = line.firstIndex(of: UInt8(ascii: "[")),
            let close = line[open...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        // An IPv6 address has brackets of its own.
        let next = line.index(after: close)
        guard next < line.endIndex, line[next] != UInt8(ascii: " ") else { return next }
        return line[next...].firstIndex(of: UInt8(ascii: "]")).map { line.index(after: $0) }
    }

    /// The next quoted word, with its escapes undone.
    private static func word(_ rest: inout ArraySlice<UInt8>) -> HeardWord? {
        guard let open = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        rest = rest[(open + 1)...]
        var word = HeardWord()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { return word }
            let plain = byte == UInt8(ascii: "\\") ? escaped(&rest) : byte
            if let plain { word.append(plain) }
        }
        return nil
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "a"): 0x07
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "x"): hexadecimal(&rest)
        case let other: other
        }
    }

    private static func hexadecimal(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard rest.count >= 2 else { return nil }
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        rest = rest.dropFirst(2)
        return UInt8(digits, radix: 16)
    }
}
