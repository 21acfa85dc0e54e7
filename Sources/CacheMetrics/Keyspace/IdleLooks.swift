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
    /// The server's clock of uses lags by up to its cron's period: a stretch may be that much longer
    /// or shorter. In seconds, to either side, at the usual ten runs a second.
    private static let clockError = 0.05
    /// Half of the 95 % quantile of χ² with one degree of freedom: how much less likely the ends of
    /// the interval are than the best rate; and of the 90 % quantile, for an end on one side only.
    private static let (bothEnds, oneEnd) = (1.920_729, 1.352_772)
    /// Rates looked for, requests a second.
    private static let (least, most) = (1e-6, 1e4)

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
            let low = Self.crossing { likelihood(of: $0, Self.clockError) + Self.oneEnd >= 0 }
            return KeyRate(perSecond: low, interval: nil, isSaturated: true, isLagging: false)
        }
        let best = mostLikely(0)
        let (shortest, longest) = (mostLikely(-Self.clockError), mostLikely(Self.clockError))
        let low = Self.crossing {
            $0 >= longest || likelihood(of: $0, Self.clockError)
                >= likelihood(of: longest, Self.clockError) - Self.bothEnds
        }
        let high = Self.crossing {
            $0 > shortest && likelihood(of: $0, -Self.clockError)
                < likelihood(of: shortest, -Self.clockError) - Self.bothEnds
        }
        return KeyRate(
            perSecond: best,
            interval: min(low, best)...max(high, best),
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
    private func mostLikely(_ error: Double) -> Double {
        Self.crossing { rate in
            let slope = [long, short].reduce(-Double(quietMilliseconds) / 1e3) { sum, stretches in
                guard stretches.count > 0 else { return sum }
                let mean = stretches.mean(error)
                return sum + Double(stretches.count) * mean / expm1(rate * mean)
            }
            return slope <= 0
        }
    }

    /// The lowest rate that has a property which all higher ones have too, by halving.
    private static func crossing(_ has: (Double) -> Bool) -> Double {
        var (low, high) = (log(least), log(most))
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if has(exp(middle)) { high = middle } else { low = middle }
        }
        return exp(high)
    }
}

extension IdleLooks.Stretches {
    /// Their mean length in seconds if each is so many seconds longer than noted.
    fileprivate func mean(_ error: Double) -> Double {
        max(0.02, Double(milliseconds) / 1e3 / Double(count) + error)
    }

    fileprivate var isSound: Bool { count >= 0 && milliseconds >= 0 && count < 1 << 40 }
}
