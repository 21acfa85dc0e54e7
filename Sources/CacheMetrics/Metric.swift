/// A number that an interval has: its name, its unit and how to get it.
package struct Metric: Sendable {
    /// The name in JSON, exports and conditions, unit last.
    package let name: String
    /// Its name, hashed once.
    let hash: UInt64
    /// What the number counts.
    package let unit: Unit
    /// Which of several values stands for them all when there is room for one only.
    package let summary: Summary
    /// The parts of an interval that it is worked out from.
    package let parts: Interval.Parts
    /// The fields of `INFO` that it is worked out from, beside those that intervals look at.
    let fields: [String]
    /// The number, or `nil` if the server did not say enough to know it.
    package let value: @Sendable (Interval) -> Double?

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
        self.name = name
        hash = fnv1a(name.utf8)
        self.unit = unit
        self.summary = summary
        (self.parts, self.fields) = (parts, fields)
        self.value = value
    }

    /// Calls a second of all commands of a kind.
    init(_ name: String, callsOf kind: CommandKind) {
        self.init(name, .perSecond, from: .commands, of: kind.fields) {
            $0.callsPerSecond(of: kind)
        }
    }
}
