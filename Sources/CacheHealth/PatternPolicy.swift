package import CacheMetrics

/// What the operator has set for the keys whose names follow a pattern.
package struct PatternPolicy: Sendable, Equatable {
    /// The names; `*` stands for any bytes, also for the `*` of a template.
    package let glob: NameGlob
    /// What the keys are for, or `nil` for what their names say.
    package var purposes: Set<KeyPurpose>?
    /// Seconds that the keys should live, or `nil` for what their names say.
    package var lifetime: ClosedRange<Double>?
    /// Whether no rule is to speak of them.
    package var isSilenced = false
    /// Rules that are not to speak of them.
    package var silenced: Set<String> = []
    /// Numbers for thresholds, by rule and threshold.
    package var thresholds: HealthPolicy.Numbers = [:]

    /// A pattern for which nothing is set yet.
    package init(_ glob: NameGlob) { self.glob = glob }

    /// How much of a name it fixes: of two patterns that fit, the one that fixes more is meant.
    var precision: Int { glob.bytes.count { $0 != UInt8(ascii: "*") } }
}
