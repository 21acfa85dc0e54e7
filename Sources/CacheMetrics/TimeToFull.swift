/// When memory will be full if it goes on growing as it did, with the range that its past allows.
package struct TimeToFull: Sendable, Equatable {
    /// Bytes a second: the median of the slopes between all pairs of moments.
    package let growth: Estimate
    /// Seconds until the limit, or `nil` if memory does not surely grow.
    package let seconds: Estimate?

    /// The outlook from levels at equal distances, newest last, or `nil` from fewer than six.
    ///
    /// The estimator of Theil (1950) and Sen (1968) with the interval that Kendall's statistic
    /// gives (Hollander and Wolfe, *Nonparametric Statistical Methods*, 9.3); `keyspace.md` E12.
    package init?(levels: [Double], secondsApart: Double, limit: Double) {
        guard levels.count >= 6, secondsApart > 0, let newest = levels.last else { return nil }
        var slopes: [Double] = []
        for later in levels.indices.dropFirst() {
            for earlier in 0..<later {
                slopes.append(
                    (levels[later] - levels[earlier]) / (Double(later - earlier) * secondsApart)
                )
            }
        }
        slopes.sort()
        let (count, pairs) = (Double(levels.count), Double(slopes.count))
        let deviation = (count * (count - 1) * (2 * count + 5) / 18).squareRoot()
        let reach = Estimate.normalQuantile * deviation
        let low = max(0, Int((pairs - reach) / 2))
        let high = min(slopes.count - 1, Int(((pairs + reach) / 2).rounded(.up)))
        growth = Estimate(slopes[slopes.count / 2], low: slopes[low], high: slopes[high])
        guard growth.low > 0, limit > newest else {
            seconds = nil
            return
        }
        let room = limit - newest
        seconds = Estimate(room / growth.value, low: room / growth.high, high: room / growth.low)
    }
}
