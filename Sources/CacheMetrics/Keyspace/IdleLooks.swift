import Glibc

/// What looks at a key's idle time, one after the other, say of how often it is used.
///
/// The server stamps a key with the second of its last use, so each look tells of the time since the
/// one before: either the key was not used, or it was used within a certain second and not after it.
/// If its requests come at random, the likelihood of a rate `r` is the product of `e^(−r·quiet)`
/// and, for each stretch of `w` seconds in which it was used, `1 − e^(−r·w)` (`keyspace.md` E6).
package struct IdleLooks: Sendable, Equatable {
    /// Time in which the key was not used, in milliseconds.
    package var quietMilliseconds: Int64
    /// Stretches in which it was used: those longer than half a second, and the shorter ones.
    package var (long, short): (Stretches, Stretches)

    /// Stretches of time in each of which a key was used at least once.
    package struct Stretches: Sendable, Equatable {
        /// How many there are.
        package var count: Int64
        /// How long they are together, in milliseconds.
        package var milliseconds: Int64

        /// Stretches from their sums.
        package init(count: Int64 = 0, milliseconds: Int64 = 0) {
            (self.count, self.milliseconds) = (count, milliseconds)
        }
    }

    /// Looks from their sums; none without any.
    package init(
        quietMilliseconds: Int64 = 0,
        long: Stretches = Stretches(),
        short: Stretches = Stretches()
    ) {
        self.quietMilliseconds = quietMilliseconds
        (self.long, self.short) = (long, short)
    }

    /// Adds that a key was used in a stretch of time.
    package mutating func addUse(within milliseconds: Int64) {
        let stretches = milliseconds > 500 ? \Self.long : \.short
        self[keyPath: stretches].count += 1
        self[keyPath: stretches].milliseconds += milliseconds
    }

    /// Looks of two times together.
    package static func + (left: Self, right: Self) -> Self {
        IdleLooks(
            quietMilliseconds: left.quietMilliseconds &+ right.quietMilliseconds,
            long: left.long + right.long,
            short: left.short + right.short
        )
    }
}

extension IdleLooks.Stretches {
    fileprivate static func + (left: Self, right: Self) -> Self {
        Self(
            count: left.count &+ right.count,
            milliseconds: left.milliseconds &+ right.milliseconds
        )
    }
}

// The rate.
extension IdleLooks {
    /// How much longer or shorter a stretch may be, in seconds.
    ///
    /// The server's clock of uses lags by up to its cron's period, at the usual ten runs a second.
    private static let clockError = 0.05
    /// Half of the 95 % quantile of χ² with one degree of freedom: how much less likely the ends of
    /// the interval are than the best rate; and of the 90 % quantile, for an end on one side only.
    private static let (bothEnds, oneEnd) = (1.920_729, 1.352_772)
    /// How often the key is used, by the most likely rate and the rates not much less likely.
    ///
    /// A key that was used in every stretch is used at least so often; how much more cannot be told.
    package var rate: KeyRate? {
        guard quietMilliseconds >= 0, long.isSound, short.isSound else { return nil }
        guard long.count + short.count > 0 else {
            guard quietMilliseconds > 0 else { return nil }
            let high = Self.oneEnd / (Double(quietMilliseconds) / 1e3)
            return KeyRate(perSecond: 0, interval: 0...high, isSaturated: false, isLagging: false)
        }
        guard quietMilliseconds > 0 else {
            let low = end(from: 1, downwards: true, Self.clockError, atMost: -Self.oneEnd)
            return KeyRate(perSecond: low, interval: nil, isSaturated: true, isLagging: false)
        }
        let best = mostLikely(0)
        // Requests in step with the looks could be as few as the looks that found one; of a short
        // stretch the rest of its second was not seen.
        let seconds =
            (Double(quietMilliseconds) + Double(long.milliseconds) + Double(short.count) * 1e3)
            / 1e3
        let seen = Double(long.count + short.count) / seconds
        let (slow, fast) = (mostLikely(Self.clockError), mostLikely(-Self.clockError))
        let (lowest, highest) = (
            likelihood(of: slow, Self.clockError) - Self.bothEnds,
            likelihood(of: fast, -Self.clockError) - Self.bothEnds
        )
        let low = end(from: slow, downwards: true, Self.clockError, atMost: lowest)
        let high = end(from: fast, downwards: false, -Self.clockError, atMost: highest)
        return KeyRate(
            perSecond: best,
            interval: min(low, best, seen)...max(high, best),
            isSaturated: false,
            isLagging: false
        )
    }

    /// The logarithm of how likely a rate is, with stretches so many seconds longer than noted.
    private func likelihood(of rate: Double, _ error: Double) -> Double {
        [long, short].reduce(-rate * Double(quietMilliseconds) / 1e3) { sum, stretches in
            guard stretches.count > 0 else { return sum }
            return sum + Double(stretches.count) * log(-expm1(-rate * stretches.mean(error)))
        }
    }

    /// The rate at which the likelihood no longer rises.
    ///
    /// As `1/r − w ≤ w / (e^(rw) − 1) ≤ 1/r`, it is no less than the uses in all of the time and no
    /// more than those in the quiet time alone.
    private func mostLikely(_ error: Double) -> Double {
        let quiet = Double(quietMilliseconds) / 1e3
        let stretches = [long, short].filter { $0.count > 0 }
        let count = stretches.reduce(0) { $0 + Double($1.count) }
        let all = stretches.reduce(quiet) { $0 + Double($1.count) * $1.mean(error) }
        return Self.halve(count / all, count / quiet) { rate in
            let rise = stretches.reduce(-quiet) { sum, stretches in
                let mean = stretches.mean(error)
                return sum + Double(stretches.count) * mean / expm1(rate * mean)
            }
            return rise <= 0
        }
    }

    /// The rate below or above one at which the likelihood falls to a bound.
    private func end(
        from rate: Double,
        downwards: Bool,
        _ error: Double,
        atMost bound: Double
    ) -> Double {
        let step = downwards ? 0.5 : 2
        // Without quiet time it is not known on which side of the start the end is.
        var inside = rate
        while downwards, inside < 1e6, likelihood(of: inside, error) <= bound { inside *= 2 }
        var outside = inside * step
        while (1e-9...1e9).contains(outside), likelihood(of: outside, error) > bound {
            (inside, outside) = (outside, outside * step)
        }
        return Self.halve(min(inside, outside), max(inside, outside)) {
            (likelihood(of: $0, error) > bound) == downwards
        }
    }

    /// The lowest rate in a range which has a property that all higher ones have, to a thousandth.
    private static func halve(_ low: Double, _ high: Double, _ has: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        while high > low * 1.001 {
            let middle = (low * high).squareRoot()
            if has(middle) { high = middle } else { low = middle }
        }
        return high
    }
}

extension IdleLooks.Stretches {
    /// Their mean length in seconds if each is so many seconds longer than noted.
    fileprivate func mean(_ error: Double) -> Double {
        max(0.02, Double(milliseconds) / 1e3 / Double(count) + error)
    }

    fileprivate var isSound: Bool { count >= 0 && milliseconds >= 0 && count < 1 << 40 }
}
