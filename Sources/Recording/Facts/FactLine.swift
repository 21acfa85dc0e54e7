/// Reads the words of one line; what is missing or no number reads as `nil`.
struct FactLine {
    /// The line's first word.
    let kind: String
    private var words: [ArraySlice<UInt8>]

    /// The lines of a text.
    static func lines(of text: [UInt8]) -> [FactLine] {
        text.split(separator: 0x0A).compactMap { FactLine($0) }
    }

    private init?(_ line: ArraySlice<UInt8>) {
        let all = line.split(separator: 0x20)
        guard let first = all.first else { return nil }
        kind = String(decoding: first, as: UTF8.self)
        words = Array(all.dropFirst().reversed())
    }

    /// Whether all words have been read.
    var isAtEnd: Bool { words.isEmpty }

    mutating func number<Value: FixedWidthInteger>(_: Value.Type) -> Value? { number() }

    mutating func number<Value: FixedWidthInteger>() -> Value? {
        words.popLast().flatMap { word in
            Self.plain(word).flatMap { Value(exactly: $0) }
                ?? Value(String(decoding: word, as: UTF8.self))
        }
    }

    /// A number of digits alone, as most are: each tick has dozens, and text of its own costs more.
    private static func plain(_ word: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(word.count) else { return nil }
        var value: Int64 = 0
        for byte in word {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    mutating func double() -> Double? {
        guard let word = words.popLast(), word.count <= 32, !word.contains(0x78) else { return nil }
        return Double(String(decoding: word, as: UTF8.self)).flatMap { $0.isNaN ? nil : $0 }
    }

    mutating func word() -> [UInt8]? {
        guard let word = words.popLast(), !word.elementsEqual("~".utf8) else { return nil }
        if word.elementsEqual("%-".utf8) { return [] }
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.half, let low = rest.popFirst()?.half else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

extension UInt8 {
    /// Half a byte from its letter.
    fileprivate var half: UInt8? { (0x61...0x70).contains(self) ? self - 0x61 : nil }
}
