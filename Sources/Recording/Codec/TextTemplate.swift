/// A text without its numbers, all in one piece: for texts that come again with other numbers.
struct TextTemplate: Sendable {
    private var bytes: [UInt8] = []
    /// Where in `bytes` each number stands, how many decimals it has, and whether it is part of a value.
    private var cuts: [(place: Int, decimals: UInt8, isValue: Bool)] = []
    /// Whether there is anything to compare with.
    private var isEmpty = true

    /// No text, which none is like.
    init() {}

    /// What lines are without their numbers.
    init(of lines: some Collection<NumberedText.Line>) {
        bytes.reserveCapacity(lines.reduce(0) { $0 + $1.length + 1 })
        for (index, line) in lines.enumerated() {
            if index > 0 { bytes.append(0x0A) }
            for (place, piece) in line.pieces.enumerated() {
                bytes += piece
                guard place < line.decimals.count else { break }
                cuts.append((bytes.count, line.decimals[place], place >= line.firstValue))
            }
        }
        isEmpty = lines.isEmpty
    }

    /// How many decimals a number has.
    func decimals(of number: Int) -> Int { Int(cuts[number].decimals) }

    /// Whether a number is part of what a line of INFO says, and not of the name of what it says.
    func isValue(_ number: Int) -> Bool { cuts[number].isValue }

    /// The text with numbers, of which it takes the first, and where they are; `nil` if it is longer
    /// than may be.
    func filled(
        with numbers: [Int64],
        atMost longest: Int
    ) -> (text: [UInt8], ranges: [Range<Int>])? {
        guard bytes.count <= longest else { return nil }
        let mould = bytes.span
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(cuts.count)
        // A number has at most twenty digits and a point.
        let text = [UInt8](capacity: bytes.count + 21 * cuts.count) { text in
            var start = 0
            for (cut, number) in zip(cuts, numbers) {
                for index in start..<cut.place { text.append(mould[index]) }
                let begin = text.count
                text.append(number, decimals: Int(cut.decimals))
                ranges.append(begin..<text.count)
                start = cut.place
            }
            for index in start..<mould.count { text.append(mould[index]) }
        }
        return (text, ranges)
    }

    /// The numbers of a text that differs in them only and where they are, or `nil` if it differs in
    /// more.
    func numbers(in text: [UInt8]) -> (numbers: [Int64], ranges: [Range<Int>])? {
        guard !isEmpty else { return nil }
        let (given, mould) = (text.span, bytes.span)
        var (found, ranges): ([Int64], [Range<Int>]) = ([], [])
        found.reserveCapacity(cuts.count)
        ranges.reserveCapacity(cuts.count)
        var (place, start) = (0, 0)
        for cut in cuts {
            guard let next = Self.end(of: mould, from: start, to: cut.place, in: given, at: place)
            else { return nil }
            let number = NumberedText.number(in: given, at: next, before: given.count)
            guard let value = number.value, number.decimals == cut.decimals else { return nil }
            found.append(value)
            ranges.append(next..<number.end)
            (place, start) = (number.end, cut.place)
        }
        let end = Self.end(of: mould, from: start, to: mould.count, in: given, at: place)
        return end == given.count ? (found, ranges) : nil
    }

    /// Where a part of the mould ends that a text has at a place; `nil` if it has not.
    @inline(__always)
    private static func end(
        of mould: Span<UInt8>,
        from start: Int,
        to end: Int,
        in text: Span<UInt8>,
        at place: Int
    ) -> Int? {
        guard text.count - place >= end - start else { return nil }
        let ahead = place - start
        for index in start..<end where text[ahead + index] != mould[index] { return nil }
        return ahead + end
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(_ number: Int64, decimals: Int) {
        let text = DecimalText(number, decimals: decimals)
        for place in (0..<text.count).reversed() { append(text.byte(fromEnd: place)) }
    }
}
