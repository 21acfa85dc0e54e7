/// A condition on a node at a moment, as an operator types it.
///
/// `FIELD OP NUMBER`, where the field is one of `INFO`, such as `used_memory`, or of a metric's name, such
/// as `hit_ratio`; with `/s` behind it the growth of a counter is meant. The operator is one of `>`, `<`,
/// `>=`, `<=`, `=`, `!=`; the number may end in `k`, `mb`, `%` and the like. `FIELD changed`, `FIELD
/// appears` and `FIELD vanishes` look at the field's text.
package struct Condition: Sendable {
    private let field: String
    private let quantity: Quantity
    private let test: Test

    private enum Test: Sendable {
        case number(Comparison, Double)
        case changed, appears, vanishes
    }

    fileprivate enum Comparison: String, Sendable, CaseIterable {
        // The longer ones come first: `>` is the beginning of `>=`.
        case atLeast = ">="
        case atMost = "<="
        case differs = "!="
        case above = ">"
        case below = "<"
        case equals = "="
    }

    /// Reads a condition; `nil` if it is none.
    package init?(parsing text: String) {
        let words = text.split(separator: " ").map(String.init)
        if words.count == 2, let test = Self.textTests[words[1]] {
            (field, self.test) = (words[0], test)
        } else {
            let joined = words.joined()
            guard
                let (comparison, range) = Comparison.allCases.lazy.compactMap({ comparison in
                    joined.firstRange(of: comparison.rawValue).map { (comparison, $0) }
                }).first,
                let number = Self.number(joined[range.upperBound...])
            else { return nil }
            field = String(joined[..<range.lowerBound])
            test = .number(comparison, number)
        }
        guard !field.isEmpty else { return nil }
        quantity = Quantity(named: field)
    }

    private static let textTests: [String: Test] = [
        "changed": .changed, "appears": .appears, "vanishes": .vanishes,
    ]

    /// A number with the units that people write behind it.
    private static func number(_ text: Substring) -> Double? {
        let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        let units: [String: Double] = [
            "": 1, "%": 0.01, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000, "kb": 1_024,
            "mb": 1_048_576, "gb": 1_073_741_824, "ms": 0.001, "us": 0.000_001, "s": 1,
        ]
        guard let unit = units[text.dropFirst(digits.count).lowercased()] else { return nil }
        return Double(digits).map { $0 * unit }
    }

    /// The parts of an interval that it looks at.
    package var parts: Interval.Parts { quantity.parts }

    /// The fields of `INFO` that it looks at, or an interval does for it.
    package var selection: InfoSelection {
        InfoSelection(ofIntervalsWith: parts, and: quantity.fields + [field])
    }

    /// Whether it holds at the end of an interval; `nil` where that is not known.
    package func holds(_ interval: Interval) -> Bool? {
        switch test {
        case .number(let comparison, let limit):
            return quantity.value(interval).map { comparison.holds($0, limit) }
        case .changed, .appears, .vanishes:
            guard let earlier = interval.earlier else { return nil }
            let name = InfoName(field)
            let (before, after) = (earlier.info.text(of: name), interval.info.text(of: name))
            switch test {
            case .appears: return before == nil && after != nil
            case .vanishes: return before != nil && after == nil
            case .changed, .number: return before != after
            }
        }
    }
}

extension Condition.Comparison {
    fileprivate func holds(_ value: Double, _ limit: Double) -> Bool {
        switch self {
        case .atLeast: value >= limit
        case .atMost: value <= limit
        case .differs: value != limit
        case .above: value > limit
        case .below: value < limit
        case .equals: value == limit
        }
    }
}
