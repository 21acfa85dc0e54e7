/// How often a key is requested, and how sure that is.
package struct KeyRate: Sendable, Equatable {
    /// Requests per second.
    package var perSecond: Double
    /// 95 % confidence interval of the true rate, or `nil` where there is none.
    package var interval: ClosedRange<Double>?
    /// `true` where more cannot be told from less, as by a counter at its end: the rate is at least
    /// this.
    package var isSaturated: Bool
    /// `true` where it comes from a single read of the counter, which lags minutes to hours behind.
    package var isLagging: Bool
    /// `true` where it assumes that requests come at random times, which those of a timer do not.
    package var assumesChance = false

    /// A rate from its parts.
    package init(
        perSecond: Double,
        interval: ClosedRange<Double>?,
        isSaturated: Bool = false,
        isLagging: Bool = false
    ) {
        (self.perSecond, self.interval) = (perSecond, interval)
        (self.isSaturated, self.isLagging) = (isSaturated, isLagging)
    }
}
