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

    var steps: [Step] = []
    /// The numbers of the copied lines as they were.
    var expected: [Int64] = []
    /// The numbers of the copied lines as they are.
    var actual: [Int64] = []

    init(from old: NumberedText, to new: NumberedText) {
        var places: [UInt64: [Int]] = [:]
        for (place, line) in old.lines.enumerated().reversed() {
            places[line.shapeHash, default: []].append(place)
        }
        var next = 0
        for line in new.lines {
            // The line after the last one copied, if it will do; else the first that will.
            let follows = next < old.lines.count && old.lines[next].hasShape(of: line)
            let found =
                follows ? next : places[line.shapeHash]?.last { old.lines[$0].hasShape(of: line) }
            guard let place = found else {
                var text: [UInt8] = []
                line.write(
                    new.numbers[line.firstNumber..<(line.firstNumber + line.decimals.count)],
                    into: &text
                )
                steps.append(.literal(text))
                continue
            }
            append(place)
            expected += old.numbers[old.lines[place].firstNumber...].prefix(line.decimals.count)
            actual += new.numbers[line.firstNumber...].prefix(line.decimals.count)
            next = place + 1
        }
    }

    private mutating func append(_ place: Int) {
        if case .copy(let from, let count) = steps.last, from + count == place {
            steps[steps.count - 1] = .copy(from: from, count: count + 1)
        } else {
            steps.append(.copy(from: place, count: 1))
        }
    }
}
