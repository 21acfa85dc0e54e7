import CacheMetrics

/// What the operator has set of how nodes are judged; as it begins, nothing.
package struct HealthPolicy: Sendable, Equatable {
    /// Numbers for thresholds, by rule and threshold.
    package var thresholds: Numbers = [:]
    /// Rules that are not to be asked.
    package var silenced: Set<String> = []
    /// Seconds that keys of a class should live.
    package var lifetimes: [LifetimeClass: ClosedRange<Double>] = [:]
    /// What is set for some keys only.
    package var patterns: [PatternPolicy] = []

    /// Numbers by rule and threshold.
    package typealias Numbers = [String: [String: Double]]

    /// A policy of nothing but defaults.
    package init() {}

    /// Patterns that a template or a key's name follows, the one that says most of it first.
    func patterns(for name: [UInt8]) -> [PatternPolicy] {
        guard !patterns.isEmpty else { return [] }
        return patterns.filter { $0.glob.matches(name) }.sorted { $0.precision > $1.precision }
    }
}
