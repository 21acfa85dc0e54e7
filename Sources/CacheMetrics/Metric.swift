/// A number that an interval has: its name, its unit and how to get it.
///
/// All but what it is found by lies in an array of one, which copies share: rules hand metrics about some
/// hundred times a beat.
package struct Metric: Sendable {
    /// Its name, hashed once.
    let hash: UInt64
    private let held: [Contents]

    private struct Contents: Sendable {
        let name: String
        let unit: Unit
        let summary: Summary
        let parts: Interval.Parts
        let fields: [String]
        let value: @Sendable (Interval) -> Double?
    }

    /// What a number counts, which decides how it is written.
    package enum Unit: Sendable {
        /// Things.
        case count
        /// Things a second.
        case perSecond
        /// Bytes.
        case bytes
        /// Bytes a second.
        case bytesPerSecond
        /// A share of a whole, 0 to 1.
        case ratio
        /// A plain quotient.
        case quotient
        /// Seconds.
        case seconds
    }

    /// Which of several values stands for them all.
    package enum Summary: Sendable {
        /// The highest: a spike must not vanish when one zooms out.
        case highest
        /// The lowest, for what is bad when it falls.
        case lowest
    }

    init(
        _ name: String,
        _ unit: Unit,
        summary: Summary = .highest,
        from parts: Interval.Parts = [],
        of fields: [String] = [],
        value: @escaping @Sendable (Interval) -> Double?
    ) {
        hash = fnv1a(name.utf8)
        held = [
            Contents(
                name: name,
                unit: unit,
                summary: summary,
                parts: parts,
                fields: fields,
                value: value
            )
        ]
    }

    /// Calls a second of all commands of a kind.
    init(_ name: String, callsOf kind: CommandKind) {
        self.init(name, .perSecond, from: .commands, of: kind.fields) {
            $0.callsPerSecond(of: kind)
        }
    }
}

extension Metric {
    /// The name in JSON, exports and conditions, unit last.
    package var name: String { held[0].name }

    /// What the number counts.
    package var unit: Unit { held[0].unit }

    /// Which of several values stands for them all when there is room for one only.
    package var summary: Summary { held[0].summary }

    /// The parts of an interval that it is worked out from.
    package var parts: Interval.Parts { held[0].parts }

    /// The fields of `INFO` that it is worked out from, beside those that intervals look at.
    var fields: [String] { held[0].fields }

    /// The number, or `nil` if the server did not say enough to know it.
    package func value(_ interval: Interval) -> Double? { held[0].value(interval) }
}
