/// The numbers of texts that a template fits, found by what differs from the text before.
///
/// From one tick to the next most of a report stays as it was. What is the same is gone over many bytes
/// at a time, and only numbers with a difference in them, or right behind them, are read again.
struct ScannedText: Sendable {
    private var bytes: [UInt8] = []
    /// Where each number begins and ends in `bytes`.
    private var ranges: [Range<Int>] = []
    private var numbers: [Int64] = []
    private var isEmpty = true

    /// No text.
    init() {}

    /// The numbers of a text that the template fits, or `nil` if it does not; it is the same each time.
    mutating func numbers(in text: [UInt8], as template: TextTemplate) -> [Int64]? {
        guard isEmpty else {
            guard readChanges(text.span, template) else {
                isEmpty = true
                return nil
            }
            bytes = text
            return numbers
        }
        guard let found = template.numbers(in: text) else { return nil }
        (bytes, numbers, ranges, isEmpty) = (text, found.numbers, found.ranges, false)
        return numbers
    }

    /// Reads what differs; `false` if that is not in numbers alone.
    private mutating func readChanges(_ text: Span<UInt8>, _ template: TextTemplate) -> Bool {
        let (old, count) = (bytes, ranges.count)
        let before = old.span
        // The next number, up to where all is the same, and by how much the text has moved there.
        var (next, place, shift) = (0, 0, 0)
        while true {
            let same = place + Self.common(before, from: place, text, from: place + shift)
            // What has changed behind its last digit may have made a number longer.
            while next < count, ranges[next].upperBound < same {
                ranges[next] = ranges[next].shifted(by: shift)
                next += 1
            }
            if same == before.count, same + shift == text.count { break }
            guard next < count, ranges[next].lowerBound <= same else { return false }
            let (start, end) = (ranges[next].lowerBound + shift, ranges[next].upperBound)
            let number = NumberedText.number(in: text, at: start, before: text.count)
            guard let value = number.value, number.decimals == template.decimals(of: next),
                same < end || number.end != end + shift
            else { return false }
            numbers[next] = value
            ranges[next] = start..<number.end
            (next, place, shift) = (next + 1, end, number.end - end)
        }
        while next < count {
            ranges[next] = ranges[next].shifted(by: shift)
            next += 1
        }
        return true
    }

    /// How many bytes are the same from two places on.
    private static func common(
        _ one: Span<UInt8>,
        from start: Int,
        _ other: Span<UInt8>,
        from otherStart: Int
    ) -> Int {
        let (one, other) = (
            one.extracting(droppingFirst: start), other.extracting(droppingFirst: otherStart)
        )
        let limit = min(one.count, other.count)
        var same = 0
        // Without a jump for each byte many are compared at a time.
        while limit - same >= 32 {
            var differences: UInt8 = 0
            for index in same..<(same + 32) { differences |= one[index] ^ other[index] }
            guard differences == 0 else { break }
            same += 32
        }
        while same < limit, one[same] == other[same] { same += 1 }
        return same
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Range<Int> {
        (lowerBound + distance)..<(upperBound + distance)
    }
}
