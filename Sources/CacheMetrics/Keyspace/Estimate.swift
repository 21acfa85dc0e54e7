/// A number found by looking at a sample, and the range in which it lies with 95 % confidence.
package struct Estimate: Sendable, Equatable {
    /// The best guess.
    package var value: Double
    /// The lower end of the interval.
    package var low: Double
    /// The upper end of the interval.
    package var high: Double

    /// An estimate from its parts.
    package init(_ value: Double, low: Double, high: Double) {
        (self.value, self.low, self.high) = (value, low, high)
    }

    /// A number that is known.
    package init(exactly value: Double) { self.init(value, low: value, high: value) }

    /// A number that is known to be at least so much, and no more than that.
    package init(atLeast value: Double) { self.init(value, low: value, high: .infinity) }

    /// `true` where nothing was left to chance.
    package var isExact: Bool { low == high }

    /// `true` where only a lower bound is known.
    package var isLowerBound: Bool { high == .infinity }

    /// The estimate of a part of the number.
    func scaled(by factor: Double) -> Estimate {
        Estimate(value * factor, low: low * factor, high: high * factor)
    }

    /// The quantile of the standard normal distribution that leaves 2.5 % above it.
    static let normalQuantile = 1.959964

    /// The quantile of Student's t distribution that leaves 2.5 % above it, by the expansion of
    /// Abramowitz and Stegun 26.7.5.
    static func studentQuantile(_ freedom: Double) -> Double {
        let z = normalQuantile
        let (third, fifth) = (z * z * z, z * z * z * z * z)
        let first = (third + z) / (4 * freedom)
        let second = (5 * fifth + 16 * third + 3 * z) / (96 * freedom * freedom)
        return z + first + second
    }

    /// The share of a population with some property: Wilson's interval (1927) of a sample without
    /// replacement, whose size counts for more the larger a part of the population it is.
    ///
    /// `count` of those `sampled` had the property; `population` is `nil` for very many. A design
    /// effect above 1 makes the sample count for less (Kish 1965).
    static func share(
        _ count: Double,
        of sampled: Double,
        in population: Double?,
        designEffect: Double = 1
    ) -> Estimate {
        guard sampled > 0 else { return Estimate(0, low: 0, high: 1) }
        let share = min(1, count / sampled)
        let rest = population.map { max(0, ($0 - sampled) / max(1, $0 - 1)) } ?? 1
        guard rest > 0 else { return Estimate(exactly: share) }
        let size = sampled / rest / max(1, designEffect)
        let z2 = normalQuantile * normalQuantile
        let centre = (share + z2 / (2 * size)) / (1 + z2 / size)
        let spread = share * (1 - share) / size + z2 / (4 * size * size)
        let half = normalQuantile / (1 + z2 / size) * spread.squareRoot()
        return Estimate(share, low: max(0, centre - half), high: min(1, centre + half))
    }
}
