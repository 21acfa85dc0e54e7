/// A text without its numbers, all in one piece: for texts that come again with other numbers.
struct TextTemplate: Sendable {
    private var bytes: [UInt8] = []
    /// Where in `bytes` each number stands, and how many decimals it has.
    private var cuts: [(place: Int, decimals: UInt8)] = []
    /// Whether there is anything to compare with.
    private var isEmpty = true

    /// No text, which none is like.
    init() {}

    /// What the first lines of a text are without their numbers.
    init(of text: NumberedText, lines: Int) {
        for (index, line) in text.lines.prefix(lines).enumerated() {
            if index > 0 { bytes.append(0x0A) }
            for (piece, decimals) in zip(line.pieces, line.decimals) {
                bytes += piece
                cuts.append((bytes.count, decimals))
            }
            bytes += line.pieces[line.decimals.count]
        }
        isEmpty = lines == 0
    }

    /// The text with numbers, of which it takes the first; `nil` if it is longer than may be.
    func filled(with numbers: [Int64], atMost longest: Int) -> [UInt8]? {
        guard bytes.count <= longest else { return nil }
        let mould = bytes.span
        // A number has at most twenty digits and a point.
        return [UInt8](capacity: bytes.count + 21 * cuts.count) { text in
            var start = 0
            for (cut, number) in zip(cuts, numbers) {
                for index in start..<cut.place { text.append(mould[index]) }
                text.append(number, decimals: Int(cut.decimals))
                start = cut.place
            }
            for index in start..<mould.count { text.append(mould[index]) }
        }
    }

    /// The numbers of a text that differs in them only, or `nil` if it differs in more.
    func numbers(in text: [UInt8]) -> [Int64]? {
        guard !isEmpty else { return nil }
        var found: [Int64] = []
        found.reserveCapacity(cuts.count)
        var (place, start) = (0, 0)
        for cut in cuts {
            let length = cut.place - start
            guard text.count - place > length, (0x30...0x39).contains(text[place + length])
            else { return nil }
            let (given, mould) = (text.span, bytes.span)
            for index in 0..<length where given[place + index] != mould[start + index] {
                return nil
            }
            let number = NumberedText.number(in: text[...], at: place + length)
            guard let value = number.value, number.decimals == cut.decimals else { return nil }
            found.append(value)
            (place, start) = (number.end, cut.place)
        }
        return text[place...].elementsEqual(bytes[start...]) ? found : nil
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(_ number: Int64, decimals: Int) {
        let text = DecimalText(number, decimals: decimals)
        for place in (0..<text.count).reversed() { append(text.byte(fromEnd: place)) }
    }
}
