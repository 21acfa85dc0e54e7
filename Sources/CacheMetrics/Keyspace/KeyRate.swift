/// How often a key is asked for, and how sure that is.
package struct KeyRate: Sendable, Equatable {
    /// Requests a second.
    package var perSecond: Double
    /// Where the true rate lies with 95 % confidence, or `nil` if that cannot be said.
    package var interval: ClosedRange<Double>?
    /// Whether more cannot be told from less, as by a counter at its end: the rate is at least this.
    package var isSaturated: Bool
    /// Whether it comes from a single look at the counter, which lags minutes to hours behind.
    package var isLagging: Bool
    /// Whether it is told as if requests came at random times, which those of a timer do not.
    package var assumesChance = false
    /// Steps of the counter between two looks, if that is all it comes from.
    private(set) var steps: Double?

    /// A rate from its parts.
    package init(
        perSecond: Double,
        interval: ClosedRange<Double>?,
        isSaturated: Bool,
        isLagging: Bool
    ) {
        self.init(perSecond, interval, isSaturated: isSaturated, isLagging: isLagging)
    }

    fileprivate init(
        _ perSecond: Double,
        _ interval: ClosedRange<Double>?,
        isSaturated: Bool = false,
        isLagging: Bool = false,
        steps: Double? = nil
    ) {
        (self.perSecond, self.interval) = (perSecond, interval)
        (self.isSaturated, self.isLagging, self.steps) = (isSaturated, isLagging, steps)
    }
}

extension KeySurvey {
    /// How often a key is asked for, by what was heard of it, from its LFU counter or from looks at
    /// its idle time; `nil` where there is none of them.
    ///
    /// The server raises counter `c` with probability `1 / ((c − 5) · factor + 1)` per request and
    /// lowers it by one each `decay` minutes (Redis `evict.c`, `LFULogIncr`, `LFUDecrAndReturn`).
    ///
    /// Two looks at a counter, some time apart, tell the requests in between: each step up stands
    /// for `(c − 5) · factor + 1` of them, and each step of decay had to be climbed again. The error
    /// is that of counting so many steps, about `1 / √n`. One look tells only where the counter would stay
    /// in balance, `((c − 5.5) · factor + 1) / decay` requests a minute, with the error
    /// `√(factor / 2λ)`; it takes the counter hours to get there (`keyspace.md` E5). Where two looks
    /// do not speak against balance, nor those at the other keys, it is the better figure; a single look is only a lagging one.
    /// At 255 the counter stops. See `server-facts.md` section 1.
    private func ownRate(of key: SurveyedKey, isClimbing: Bool) -> KeyRate? {
        if case .traffic(let window) = method { return key.traffic.flatMap(window.rate) }
        if case .changes(let window) = method {
            var rate = key.traffic.flatMap(window.rate)
            // Several writes in one turn of the event loop are told as one.
            rate?.isSaturated = true
            return rate
        }
        if case .idleTime = method {
            var rate = key.idleLooks?.rate
            rate?.assumesChance = true
            return rate
        }
        if case .tracked = method { return key.tracked?.rate }
        guard case .frequency(let logFactor, let decayMinutes, _) = method, decayMinutes > 0,
            logFactor >= 0,
            let counter = key.frequency, (0...255).contains(counter)
        else { return nil }
        let requestsPerStep = { (counter: Double) in max(0, counter - 5) * Double(logFactor) + 1 }
        let balance = balance(of: key) ?? 0
        if counter < 255, let (rate, chance) = rate(of: key, counter, decayMinutes, requestsPerStep)
        {
            guard counter > 5, !isClimbing, abs(balance - rate.perSecond) <= chance else {
                return rate
            }
            let likely = (rate.perSecond - chance)...(rate.perSecond + chance)
            return KeyRate(balanced: balance, logFactor, within: likely)
        }
        return KeyRate(
            perSecond: counter <= 5 ? 0 : balance,
            interval: nil,
            isSaturated: counter == 255,
            isLagging: counter != 255
        )
    }

    /// The rate from two looks, if they are far enough apart and the counter rose between them, and
    /// by how much chance may move it, were it measured again.
    private func rate(
        of key: SurveyedKey,
        _ counter: Int64,
        _ decayMinutes: Int64,
        _ requestsPerStep: (Double) -> Double
    ) -> (rate: KeyRate, chance: Double)? {
        guard let earlier = key.earlierFrequency, let then = key.earlierMilliseconds,
            (0..<255).contains(earlier)
        else { return nil }
        let seconds = Double(key.seenMilliseconds &- then) / 1e3
        let steps = max(0, Double(counter - earlier) + seconds / 60 / Double(decayMinutes))
        // Few steps in a short time are chance; few in a long time mean that hardly anybody asks.
        guard seconds >= 30 || seconds >= 5 && steps >= 4 else { return nil }
        let perStep = requestsPerStep(Double(counter + earlier) / 2) / seconds
        // The score interval of a Poisson count: of few steps it reaches further up than down.
        let z = Estimate.normalQuantile
        let (centre, reach) = (steps + z * z / 2, z * (steps + z * z / 4).squareRoot())
        let range = max(0, centre - reach) * perStep...(centre + reach) * perStep
        let rate = KeyRate(steps * perStep, range, steps: steps)
        return (rate, z * max(1, steps).squareRoot() * perStep)
    }

    /// The hottest keys by how often they are asked for rather than by the raw counters, hottest
    /// first.
    package var hottestByRate: [SurveyedKey] {
        // What the server tracked comes in its own order, by CPU time or by requests.
        if case .tracked = method { return hottest }
        let trend = trend
        let places = hottest.map { key -> Double in
            guard let rate = rate(of: key, trend) else { return -.infinity }
            return rate.isSaturated && method != .idleTime ? .infinity : rate.perSecond
        }
        return hottest.indices.sorted { one, other in
            (places[one], other) > (places[other], one)
        }.map { hottest[$0] }
    }

    /// How often a key is asked for; `nil` where that cannot be told.
    ///
    /// Two looks at a counter tell a rate but roughly; the counters of keys that have been hot for
    /// equally long tell their order finely, and how fast all of them climb tells the rest. So its
    /// own looks are weighed against that, as empirical Bayes does (Efron and Morris 1975), and what
    /// they say for certain holds.
    ///
    /// Without decay a counter is at `c − 5 = √(2λt / factor)` after a time `t`, so that it climbs by
    /// `(c − 5) / 2t`: what keys with the same history have in common is how much of the way from 5
    /// they climb in a minute.
    package func rate(of key: SurveyedKey) -> KeyRate? { rate(of: key, trend) }

    private func rate(of key: SurveyedKey, _ trend: Trend) -> KeyRate? {
        guard var rate = ownRate(of: key, isClimbing: trend.isClimbing), !rate.isSaturated,
            let balance = balance(of: key), key.frequency ?? 0 > 5
        else { return ownRate(of: key, isClimbing: trend.isClimbing) }
        let usual = balance * growth(of: key, trend)
        guard !rate.isLagging else {
            rate.perSecond = usual
            return rate
        }
        // A counter that only fell was not asked for, whatever the others were.
        guard let steps = rate.steps, steps > 0, let range = rate.interval, usual > 0 else {
            return rate
        }
        // Steps are a Poisson count, the rates of keys alike a gamma distribution about the usual.
        let exposure = steps / rate.perSecond
        let likely = (Self.likeness + steps) / (Self.likeness / usual + exposure)
        // What its own looks say for certain holds.
        rate.perSecond = min(max(likely, range.lowerBound), range.upperBound)
        return rate
    }

    /// How alike the rates of keys with the same counter are: as if so many steps had been seen.
    private static var likeness: Double { 20 }

    /// What the counters of the hot keys have in common.
    private struct Trend {
        var isClimbing: Bool
        /// How much of their way from 5 they climb in a minute.
        var climbPerMinute: Double
    }

    private var trend: Trend {
        let isClimbing = isClimbing
        return Trend(isClimbing: isClimbing, climbPerMinute: isClimbing ? climbPerMinute : 0)
    }

    /// How much more a key is asked for than its counter would be in balance at.
    private func growth(of key: SurveyedKey, _ trend: Trend) -> Double {
        guard case .frequency(_, let decayMinutes, _) = method, let counter = key.frequency else {
            return 1
        }
        return 1 + Double(decayMinutes) * trend.climbPerMinute * max(0, Double(counter) - 5)
    }

    /// Whether the hot keys' counters rise or fall together by more than chance moves them.
    ///
    /// In balance each goes up as often as down, once each `decay` minutes: over all of them the sum
    /// of the changes has the mean 0 and twice those times as its variance.
    private var isClimbing: Bool {
        guard case .frequency(_, let decayMinutes, _) = method, decayMinutes > 0 else {
            return false
        }
        var (change, variance) = (0.0, 0.0)
        for key in hottest {
            guard let now = key.frequency, let earlier = key.earlierFrequency,
                let then = key.earlierMilliseconds, now < 255
            else { continue }
            let minutes = Double(key.seenMilliseconds &- then) / 60_000
            guard minutes > 0 else { continue }
            change += Double(now &- earlier)
            variance += 2 * minutes / Double(decayMinutes)
        }
        return abs(change) > Estimate.normalQuantile * variance.squareRoot()
    }

    /// How much of its way from 5 the counters climb in a minute, all together.
    private var climbPerMinute: Double {
        var (change, way) = (0.0, 0.0)
        for key in hottest {
            guard let now = key.frequency, let earlier = key.earlierFrequency,
                let then = key.earlierMilliseconds, now < 255
            else { continue }
            let minutes = Double(key.seenMilliseconds &- then) / 60_000
            change += Double(now &- earlier)
            way += minutes * max(0, Double(now &+ earlier) / 2 - 5)
        }
        return way > 0 ? max(0, change / way) : 0
    }

    /// The rate at which a key's counter would stay where it is, requests a second.
    private func balance(of key: SurveyedKey) -> Double? {
        guard case .frequency(let logFactor, let decayMinutes, _) = method, decayMinutes > 0,
            let counter = key.frequency
        else { return nil }
        // In balance the counter is found half a step above where its requests alone would hold it.
        let perStep = max(0, Double(counter) - 5.5) * Double(logFactor) + 1
        return perStep / Double(decayMinutes) / 60
    }
}

extension KeyRate {
    /// The rate of a counter in balance, whose interval is no wider than another allows.
    fileprivate init(balanced rate: Double, _ logFactor: Int64, within other: ClosedRange<Double>) {
        let error = (Double(logFactor) / max(1, 120 * rate)).squareRoot()
        let half = Estimate.normalQuantile * error * rate
        self.init(
            rate,
            max(0, other.lowerBound, rate - half)...min(other.upperBound, rate + half)
        )
    }
}
