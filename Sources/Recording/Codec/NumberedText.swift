import CacheMetrics

/// Text taken apart into lines, and each line into what stays and the numbers in it.
///
/// `used_memory:5204200` is the shape `used_memory:#` and the number 5204200. Only numbers that can
/// be put back exactly are taken out: no leading zeros, at most 18 digits, a fixed number of
/// decimals. So text is rebuilt byte for byte, and two replies of one server differ in few numbers.
struct NumberedText {
    /// A line without its numbers.
    struct Line {
        /// The bytes between the numbers, and in front and behind: one piece more than numbers.
        let pieces: [ArraySlice<UInt8>]
        /// How many decimals each number has.
        let decimals: [UInt8]
        /// Where the line's numbers begin among all of the text.
        let firstNumber: Int
        /// How many bytes its pieces have.
        let length: Int
        /// A number for looking up lines of the same shape.
        let shapeHash: UInt64
        /// Which of its numbers is the first that is part of what the line says, where it is one of INFO,
        /// and not of the name of what it says.
        let firstValue: Int
    }

    private(set) var lines: [Line] = []
    private(set) var numbers: [Int64] = []

    /// No lines at all, which even an empty text is not.
    init() {}

    init(_ text: [UInt8]) {
        let bytes = text.span
        var start = 0
        while true {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            append(text[start..<end], of: bytes)
            guard end < text.count else { return }
            start = end + 1
        }
    }

    /// Appends a line of a text, which is given whole.
    private mutating func append(_ line: ArraySlice<UInt8>, of text: Span<UInt8>) {
        var pieces: [ArraySlice<UInt8>] = []
        var decimals: [UInt8] = []
        let firstNumber = numbers.count
        var pieceStart = line.startIndex
        var index = line.startIndex
        while index < line.endIndex {
            guard text[index].isDigit else {
                index += 1
                continue
            }
            let found = Self.number(in: text, at: index, before: line.endIndex)
            if let value = found.value {
                pieces.append(line[pieceStart..<index])
                numbers.append(value)
                decimals.append(found.decimals)
                pieceStart = found.end
            }
            index = found.end
        }
        pieces.append(line[pieceStart...])
        lines.append(
            Line(
                pieces: pieces,
                decimals: decimals,
                firstNumber: firstNumber,
                length: pieces.reduce(0) { $0 + $1.count },
                shapeHash: Line.shapeHash(pieces, decimals),
                firstValue: Line.firstValue(pieces)
            )
        )
    }

    /// Appends lines of another text, one after the other, with their numbers.
    mutating func append(_ lines: ArraySlice<Line>, _ numbers: some Collection<Int64>) {
        let shift = self.numbers.count - (lines.first?.firstNumber ?? 0)
        for line in lines { self.lines.append(line.moved(by: shift)) }
        self.numbers += numbers
    }

    /// Gives the lines other numbers, as many as they have.
    mutating func setNumbers(_ numbers: [Int64]) { self.numbers = numbers }

    /// The number that begins at a digit; no value if it could not be put back exactly.
    @inline(__always)
    static func number(
        in line: Span<UInt8>,
        at start: Int,
        before limit: Int
    ) -> (value: Int64?, decimals: UInt8, end: Int) {
        var end = start
        var value: Int64 = 0
        while end < limit, line[end].isDigit {
            if end - start < 18 { value = value * 10 + Int64(line[end] - 0x30) }
            end += 1
        }
        let whole = end - start
        let isPlain = (1...18).contains(whole) && (whole == 1 || line[start] != 0x30)
        guard end + 1 < limit, line[end] == 0x2E, line[end + 1].isDigit, isPlain else {
            return (isPlain ? value : nil, 0, end)
        }
        let point = end
        end += 1
        while end < limit, line[end].isDigit {
            if whole + end - point <= 18 { value = value * 10 + Int64(line[end] - 0x30) }
            end += 1
        }
        let decimals = end - point - 1
        // Too long to scale: the part before the point alone is still a number.
        guard whole + decimals <= 18 else { return (nil, 0, end) }
        return (value, UInt8(decimals), end)
    }
}

extension NumberedText.Line {
    /// The line of a text that has so many more numbers in front of it.
    fileprivate func moved(by shift: Int) -> NumberedText.Line {
        NumberedText.Line(
            pieces: pieces,
            decimals: decimals,
            firstNumber: firstNumber + shift,
            length: length,
            shapeHash: shapeHash,
            firstValue: firstValue
        )
    }

    /// Whether it begins with some words, up to its first number.
    func begins(with words: Span<UInt8>) -> Bool {
        let piece = pieces[0]
        guard piece.count >= words.count else { return false }
        return piece.span.extracting(first: words.count).isSame(as: words)
    }

    /// Whether another line differs from this one in its numbers only.
    func hasShape(of other: NumberedText.Line) -> Bool {
        decimals == other.decimals && pieces.elementsEqual(other.pieces) { $0.elementsEqual($1) }
    }

    /// Adds the numbers of a line that differs from this one in them only; `false` if it differs in more,
    /// and then none.
    func takeNumbers(
        of text: Span<UInt8>,
        in range: Range<Int>,
        into numbers: inout [Int64]
    ) -> Bool {
        let known = numbers.count
        var place = range.lowerBound
        for (index, piece) in pieces.enumerated() {
            let end = place + piece.count
            guard end <= range.upperBound, text.extracting(place..<end).isSame(as: piece.span)
            else { break }
            place = end
            guard index < decimals.count else {
                if end == range.upperBound { return true }
                break
            }
            let number = NumberedText.number(in: text, at: place, before: range.upperBound)
            guard let value = number.value, number.decimals == decimals[index] else { break }
            numbers.append(value)
            place = number.end
        }
        numbers.removeLast(numbers.count - known)
        return false
    }

    /// A number that lines of the same shape share, and hardly any others.
    fileprivate static func shapeHash(_ pieces: [ArraySlice<UInt8>], _ decimals: [UInt8]) -> UInt64
    {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for (index, piece) in pieces.enumerated() {
            let bytes = piece.span
            for place in bytes.indices {
                hash = (hash ^ UInt64(bytes[place])) &* 0x0000_0100_0000_01B3
            }
            let decimals = index < decimals.count ? UInt64(decimals[index]) + 256 : 511
            hash = (hash ^ decimals) &* 0x0000_0100_0000_01B3
        }
        return hash
    }

    private static let errors = Array("errorstat_".utf8)

    /// The number behind the first colon, or of an error's line, whose name may have some, the last.
    fileprivate static func firstValue(_ pieces: [ArraySlice<UInt8>]) -> Int {
        let hasColon = { (piece: ArraySlice<UInt8>) in piece.contains(0x3A) }
        let place =
            pieces[0].starts(with: errors)
            ? pieces.lastIndex(where: hasColon) : pieces.firstIndex(where: hasColon)
        return place ?? pieces.count
    }

    /// Puts the line together again with other numbers.
    func write(_ numbers: ArraySlice<Int64>, into text: inout [UInt8]) {
        text.append(contentsOf: pieces[0])
        for (index, number) in numbers.enumerated() {
            let digits = DecimalText(number, decimals: Int(decimals[index]))
            for place in (0..<digits.count).reversed() { text.append(digits.byte(fromEnd: place)) }
            text.append(contentsOf: pieces[index + 1])
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
