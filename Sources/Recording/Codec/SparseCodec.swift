/// Codes a text as what changed since the one before: codec 1.
///
/// If all lines have the shapes they had, only the numbers that changed are written, each as how
/// many unchanged ones come before it and by how much it changed. Otherwise lines are copied from
/// the text before, wherever they stand in it, or written out; then the numbers follow as above.
/// Without a text before, everything is written out.
enum SparseCodec {
    private enum Mode {
        static let literal: UInt8 = 0
        static let sameLines: UInt8 = 1
        static let otherLines: UInt8 = 2
    }

    static func encode(_ text: [UInt8], after reference: [UInt8]?) -> [UInt8] {
        guard let reference else { return [Mode.literal] + text }
        let (old, new) = (NumberedText(reference), NumberedText(text))
        var writer = ByteWriter()
        if old.lines.count == new.lines.count,
            zip(old.lines, new.lines).allSatisfy({ $0.hasShape(of: $1) })
        {
            writer.raw([Mode.sameLines])
            writer.writeChanges(from: old.numbers, to: new.numbers)
        } else {
            writer.raw([Mode.otherLines])
            let plan = LinePlan(from: old, to: text)
            writer.write(plan)
            let (before, now) = plan.copiedNumbers(of: old)
            writer.writeChanges(from: before, to: now)
        }
        return writer.bytes.count < text.count ? writer.bytes : [Mode.literal] + text
    }

    /// The text again, or `nil` if the code does not fit the reference.
    static func decode(_ code: ArraySlice<UInt8>, after reference: [UInt8]?) -> [UInt8]? {
        var reader = ByteReader(code.dropFirst())
        switch code.first {
        case Mode.literal: return Array(code.dropFirst())
        case Mode.sameLines:
            guard let old = reference.map({ NumberedText($0) }),
                let numbers = reader.readChanges(from: old.numbers)
            else { return nil }
            return join(old.lines.map { .copied($0) }, numbers)
        case Mode.otherLines:
            guard let old = reference.map({ NumberedText($0) }),
                let lines = reader.readLines(from: old)
            else { return nil }
            let expected = lines.flatMap { $0.expected(old.numbers) }
            guard let numbers = reader.readChanges(from: expected) else { return nil }
            return join(lines, numbers)
        default: return nil
        }
    }

    /// The longest text that a code may unfold to, in bytes; copies of copies could be endless.
    private static let longestText = 64 << 20

    private static func join(_ lines: [PlannedLine], _ numbers: [Int64]) -> [UInt8]? {
        var text: [UInt8] = []
        var next = 0
        for (index, line) in lines.enumerated() {
            guard text.count <= longestText else { return nil }
            if index > 0 { text.append(0x0A) }
            switch line {
            case .literal(let bytes): text.append(contentsOf: bytes)
            case .copied(let line):
                let end = next + line.decimals.count
                line.write(numbers[next..<end], into: &text)
                next = end
            }
        }
        return text
    }
}

/// A line of the text to come: taken from the text before, or new.
private enum PlannedLine {
    case copied(NumberedText.Line)
    case literal(ArraySlice<UInt8>)

    func expected(_ numbers: [Int64]) -> ArraySlice<Int64> {
        guard case .copied(let line) = self else { return [] }
        return numbers[line.firstNumber..<(line.firstNumber + line.decimals.count)]
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ plan: LinePlan) {
        unsigned(UInt64(plan.steps.count))
        var next = 0
        for step in plan.steps {
            switch step {
            case .copy(let from, let count):
                unsigned(UInt64(count) << 1)
                signed(Int64(from - next))
                next = from + count
            case .literal(let text):
                unsigned(UInt64(text.count) << 1 | 1)
                raw(text)
            }
        }
    }

    fileprivate mutating func writeChanges(from old: [Int64], to new: [Int64]) {
        var unchanged: UInt64 = 0
        for (before, after) in zip(old, new) {
            if before == after {
                unchanged += 1
            } else {
                unsigned(unchanged)
                signed(after &- before)
                unchanged = 0
            }
        }
    }
}

extension ByteReader {
    fileprivate mutating func readLines(from old: NumberedText) -> [PlannedLine]? {
        guard let count = unsigned(), count <= UInt64(remainder.count) else { return nil }
        var lines: [PlannedLine] = []
        var next = 0
        for _ in 0..<count {
            guard let head = unsigned(), let length = Int(exactly: head >> 1) else { return nil }
            if head & 1 == 1 {
                guard let text = raw(length) else { return nil }
                lines.append(.literal(text))
            } else {
                guard let shift = signed(),
                    let from = Int(exactly: Int64(next).addingReportingOverflow(shift).0),
                    from >= 0, length <= old.lines.count, from <= old.lines.count - length
                else { return nil }
                lines += old.lines[from..<(from + length)].map { .copied($0) }
                next = from + length
            }
            guard lines.count <= 1 << 20 else { return nil }
        }
        return lines
    }

    fileprivate mutating func readChanges(from old: [Int64]) -> [Int64]? {
        var numbers = old
        var place = 0
        while !isAtEnd {
            guard let gap = unsigned().flatMap({ Int(exactly: $0) }), let change = signed(),
                gap < numbers.count, place < numbers.count - gap
            else { return nil }
            place += gap
            numbers[place] = numbers[place] &+ change
            place += 1
        }
        return numbers
    }
}
