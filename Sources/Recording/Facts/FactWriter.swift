/// Facts as lines of words, the form in which a frame's blocks hold them.
///
/// A word is a number, or bytes with everything but plain characters written out. Text rather than a
/// binary form, because the codec that makes INFO small makes this small by the same means. It
/// takes digits for numbers that change; those of a name do not, so they are written out too, in
/// letters: `%` and then `a` to `p` for each half of the byte.
struct FactWriter {
    private(set) var bytes: [UInt8] = []

    /// Begins a line with its first word.
    mutating func line(_ word: String) {
        if !bytes.isEmpty { bytes.append(0x0A) }
        bytes.append(contentsOf: word.utf8)
    }

    /// Adds a whole number.
    mutating func number(_ value: some BinaryInteger) { add("\(value)") }

    /// Adds a number that may be unknown.
    mutating func number(_ value: (some BinaryInteger)?) { add(value.map { "\($0)" } ?? "~") }

    /// Adds a number with a fraction, exactly; whole ones without a point.
    mutating func double(_ value: Double?) {
        guard let value else { return add("~") }
        if value == value.rounded(), abs(value) < 1e15, value.sign == .plus || value != 0 {
            add("\(Int64(value))")
        } else {
            add("\(value)")
        }
    }

    /// Adds bytes.
    mutating func word(_ word: some Collection<UInt8>) {
        bytes.append(0x20)
        if word.isEmpty { bytes.append(contentsOf: "%-".utf8) }
        for byte in word {
            if (0x21...0x7D).contains(byte), byte != 0x25, !(0x30...0x39).contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(0x25)
                bytes.append(0x61 + byte >> 4)
                bytes.append(0x61 + byte & 15)
            }
        }
    }

    /// Adds bytes that may be unknown.
    mutating func word(_ word: [UInt8]?) {
        if let word { self.word(word) } else { add("~") }
    }

    private mutating func add(_ text: String) {
        bytes.append(0x20)
        bytes.append(contentsOf: text.utf8)
    }
}
