/// A text put together from a template and numbers, and put together again with others.
///
/// From one tick to the next most numbers of a report stay, and most that change keep their length:
/// then only their digits are written over. `TextTemplate` says which numbers stand in names; the
/// others can change without any line becoming another.
struct FilledText: Sendable {
    /// The text.
    private(set) var bytes: [UInt8] = []
    /// Its numbers, and perhaps more behind them.
    private var numbers: [Int64] = []
    /// Where each number begins and ends in `bytes`.
    private var ranges: [Range<Int>] = []
    /// What the last filling did to the places of the text before.
    private(set) var change = Change.all

    /// How a text differs from the one before it.
    enum Change: Sendable {
        /// It may differ in any way.
        case all
        /// Only in numbers that are values. What was at a place of the text before or behind it has moved
        /// by so many bytes, and by the moves before it; in order.
        case values(moves: [(place: Int, by: Int)])
    }

    /// A text that was not filled yet.
    init() {}

    /// Fills a template for the first time; `false` if the text would be longer than may be.
    mutating func fill(
        _ template: TextTemplate,
        with numbers: [Int64],
        atMost longest: Int
    ) -> Bool {
        guard let filled = template.filled(with: numbers, atMost: longest) else { return false }
        (bytes, ranges) = filled
        self.numbers = numbers
        change = .all
        return true
    }

    /// Fills the template that it was filled from with other numbers.
    mutating func refill(_ template: TextTemplate, with numbers: [Int64]) {
        var moved: [(number: Int, digits: DecimalText)] = []
        var isOfValues = true
        for number in changed(to: numbers.span) {
            let digits = DecimalText(numbers[number], decimals: template.decimals(of: number))
            isOfValues = isOfValues && template.isValue(number)
            if digits.count == ranges[number].count {
                digits.write(over: &bytes, endingAt: ranges[number].upperBound)
            } else {
                moved.append((number, digits))
            }
        }
        self.numbers = numbers
        let moves = moved.map {
            (ranges[$0.number].upperBound, $0.digits.count - ranges[$0.number].count)
        }
        move(moved)
        change = isOfValues ? .values(moves: moves) : .all
    }

    /// Which of the numbers are not what they were.
    private func changed(to now: Span<Int64>) -> [Int] {
        let before = numbers.span
        var changed: [Int] = []
        changed.reserveCapacity(ranges.count / 2)
        for number in 0..<ranges.count where before[number] != now[number] {
            changed.append(number)
        }
        return changed
    }

    /// Writes numbers that have become longer or shorter, the last first: those in front stay in place.
    private mutating func move(_ moved: [(number: Int, digits: DecimalText)]) {
        guard let first = moved.first else { return }
        for (number, digits) in moved.reversed() {
            let room = repeatElement(UInt8(ascii: "0"), count: digits.count)
            let start = ranges[number].lowerBound
            bytes.replaceSubrange(ranges[number], with: room)
            digits.write(over: &bytes, endingAt: start + digits.count)
        }
        var (next, shift) = (0, 0)
        for number in first.number..<ranges.count {
            let start = ranges[number].lowerBound + shift
            var length = ranges[number].count
            if next < moved.count, moved[next].number == number {
                shift += moved[next].digits.count - length
                length = moved[next].digits.count
                next += 1
            }
            ranges[number] = start..<(start + length)
        }
    }
}
