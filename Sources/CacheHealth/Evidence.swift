package import CacheMetrics

/// A number a rule went by.
package struct Evidence: Sendable, Equatable {
    /// Its name in JSON, unit last.
    package var name: String
    /// What it is, for people.
    package var label: String
    /// The number.
    package var value: Double
    /// What it counts.
    package var unit: Metric.Unit
    /// How many seconds it was taken over, or `nil` for a moment.
    package var windowSeconds: Double?

    /// A number with its name and unit.
    package init(
        _ name: String,
        _ label: String,
        _ value: Double,
        _ unit: Metric.Unit,
        over windowSeconds: Double? = nil
    ) {
        self.name = name
        self.label = label
        self.value = value
        self.unit = unit
        self.windowSeconds = windowSeconds
    }

    /// How many things happened, from their rates: a whole number, and one at least if there was any.
    static func count(_ amount: Double) -> Double { amount > 0 ? max(1, amount.rounded()) : 0 }
}
