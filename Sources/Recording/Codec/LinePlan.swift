/// Which lines of a text stand in the one before it, and where.
struct LinePlan {
    enum Step {
        /// So many lines from a place in the text before.
        case copy(from: Int, count: Int)
        case literal([UInt8])

        /// The lines copied, or `nil` if there are none.
        var copied: Range<Int>? {
            guard case .copy(let from, let count) = self else { return nil }
            return from..<(from + count)
        }

        /// The bytes of a new line, or `nil` if it is none.
        var literal: [UInt8]? {
            guard case .literal(let bytes) = self else { return nil }
            return bytes
        }
    }

    private(set) var steps: [Step] = []
    /// All numbers of the new text.
    private(set) var numbers: [Int64] = []

    /// A plan of a text by the lines of another.
    init(from old: NumberedText, to text: [UInt8]) {
        var (start, next) = (0, 0)
        numbers.reserveCapacity(old.numbers.count)
        let bytes = text.span
        while true {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            // The line after the last one copied, if it will do; else the first that will.
            if next < old.lines.count,
                old.lines[next].takeNumbers(of: bytes, in: start..<end, into: &numbers)
            {
                append(next)
                next += 1
            } else {
                let new = NumberedText(Array(text[start..<end]))
                numbers += new.numbers
                if let place = Self.place(of: new.lines[0], in: old) {
                    append(place)
                    next = place + 1
                } else {
                    steps.append(.literal(Array(text[start..<end])))
                }
            }
            guard end < text.count else { return }
            start = end + 1
        }
    }

    private static func place(of line: NumberedText.Line, in old: NumberedText) -> Int? {
        old.lines.indices.first {
            old.lines[$0].shapeHash == line.shapeHash && old.lines[$0].hasShape(of: line)
        }
    }

    /// The numbers of the copied lines as they were in the old text, and as they are.
    func copiedNumbers(of old: NumberedText) -> (before: [Int64], now: [Int64]) {
        var (before, now): ([Int64], [Int64]) = ([], [])
        var next = 0
        for step in steps {
            guard let copied = step.copied else {
                next += NumberedText(step.literal ?? []).numbers.count
                continue
            }
            for line in old.lines[copied] {
                let count = line.decimals.count
                before += old.numbers[line.firstNumber...].prefix(count)
                now += numbers[next..<(next + count)]
                next += count
            }
        }
        return (before, now)
    }

    private mutating func append(_ place: Int) {
        if case .copy(let from, let count) = steps.last, from + count == place {
            steps[steps.count - 1] = .copy(from: from, count: count + 1)
        } else {
            steps.append(.copy(from: place, count: 1))
        }
    }
}
