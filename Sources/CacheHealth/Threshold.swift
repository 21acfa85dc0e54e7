package import CacheMetrics

/// A number that a rule goes by, which the operator may set.
///
/// It comes in two: what it takes for a finding to appear, and what it takes for one to stay, so that
/// a value which swings about the threshold does not make a finding come and go. Whoever sets the
/// first moves the second with it, by the same proportion.
package struct Threshold: Sendable, Equatable {
    /// Its name, as the configuration file has it.
    package let name: String
    /// What it counts.
    package let unit: Metric.Unit
    /// The number from which on the rule speaks.
    package let value: Double
    /// The number until which it goes on once it has spoken.
    package let until: Double
    /// What the number may be set to.
    package let range: ClosedRange<Double>

    init(
        _ name: String,
        _ value: Double,
        _ unit: Metric.Unit,
        until: Double? = nil,
        atMost most: Double? = nil
    ) {
        (self.name, self.unit, self.value) = (name, unit, value)
        self.until = until ?? value
        range = 0...(most ?? (unit == .ratio ? 1 : 1e15))
    }

    /// The threshold with another number.
    func set(to number: Double) -> Threshold {
        let other: Double
        if unit == .ratio, until > value {
            // A share that must rise to be well again rises in proportion to what is left to the whole.
            other = 1 - (1 - number) * (1 - until) / (1 - value)
        } else {
            other = value == 0 ? number : number * (until / value)
        }
        return Threshold(name, number, unit, until: other, atMost: range.upperBound)
    }
}

extension Threshold {
    /// A number of it as a sentence has it.
    package func words(_ number: Double) -> String { unit.words(number) }

    /// A sentence with `{name}` and `{name.until}` replaced by the numbers in force.
    static func filled(_ sentence: String, with thresholds: [Threshold]) -> String {
        var filled = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let place = rest[rest.index(after: open)..<close]
            let isUntil = place.hasSuffix(".until")
            let name = isUntil ? place.dropLast(6) : place
            let found = thresholds.first { $0.name == name }
            filled += rest[..<open]
            filled += found.map { $0.unit.words(isUntil ? $0.until : $0.value) } ?? "{\(place)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

extension Metric.Unit {
    /// A number of it in a sentence that says itself what is counted.
    fileprivate func words(_ value: Double) -> String {
        switch self {
        case .count, .perSecond, .quotient: decimal(value)
        case .ratio: decimal(value * 100) + " %"
        case .bytes, .bytesPerSecond: scaled(value, Self.sizes, "bytes")
        case .seconds:
            value > 0 && value < 1
                ? decimal(value * 1_000) + " ms" : scaled(value, Self.times, "s")
        }
    }

    private typealias Scale = (name: String, size: Double, from: Double)

    private static let sizes: [Scale] = [
        ("GB", 1_073_741_824, 1_073_741_824), ("MB", 1_048_576, 1_048_576), ("KB", 1_024, 1_024),
    ]
    private static let times: [Scale] = [
        ("days", 86_400, 172_800), ("h", 3_600, 7_200), ("min", 60, 180),
    ]

    /// A value in the first of some units that is not too large for it, or in the least.
    private func scaled(_ value: Double, _ units: [Scale], _ least: String) -> String {
        guard let unit = units.first(where: { value >= $0.from }) else {
            return decimal(value) + " " + least
        }
        return decimal(value / unit.size) + " " + unit.name
    }

    /// A number with at most three decimals, and its thousands apart.
    private func decimal(_ value: Double) -> String {
        let thousandths = UInt64((min(1e15, max(0, value)) * 1_000).rounded())
        var digits = String(thousandths / 1_000)
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        var part = String(1_000 + thousandths % 1_000).dropFirst()
        while part.last == "0" { part.removeLast() }
        return digits + (part.isEmpty ? "" : ".\(part)")
    }
}
