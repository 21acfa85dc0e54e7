import Glibc

/// Rates from LFU counters, of all keys of a survey together.
///
/// A key's own steps are a Poisson count over its exposure (`CounterClimb`), and the interval is that of
/// the count (Garwood 1936) and of nothing else. But after a minute a counter has climbed a few steps at
/// most, so that the best guess within the interval comes from the other keys too, by empirical Bayes
/// (Efron and Morris 1975): a key is in balance with its counter, as most are after hours of steady
/// traffic; or idle, as those that were hot before; or on its way up. How many of the keys are which
/// follows from all their steps by expectation and maximization (Dempster, Laird, Rubin 1977).
///
/// In balance at `c` there are `((c − 5.5) · factor + 1) / decay` requests per minute (`keyspace.md` E5).
/// Counters that climb together, as after a start, hold `c − 5 = √(2 · rate · t / factor)`: each climbs by
/// the same part of its way from 5 per minute, which is estimated from those in balance.
struct CounterRates: Sendable {
    private let logFactor: Double
    /// Minutes a step of decay takes; 0 where counters never decay.
    private let decayMinutes: Double
    /// Part of the keys in each state, by `State`.
    private var weights = [Double](repeating: 1 / 3, count: State.allCases.count)
    /// Part of its way from 5 that a counter climbs per minute.
    private var climb = 0.0

    private enum State: Int, CaseIterable {
        case balanced, idle, climbing

        /// Shape of the gamma distribution of rates about their mean.
        var shape: Double {
            switch self {
            case .balanced: 20
            case .idle: 1
            case .climbing: 0.5
            }
        }
    }

    /// The rates of a survey by LFU counters, or `nil` of any other.
    init?(_ survey: KeySurvey) {
        guard
            case .frequency(let factor, let decay, _) = survey.counterMethod ?? survey.method,
            factor >= 0, decay >= 0
        else { return nil }
        (logFactor, decayMinutes) = (Double(factor), Double(decay))
        let counts = survey.hottest.compactMap(Count.init)
        for _ in 0..<Self.rounds where !counts.isEmpty { fit(counts) }
    }

    /// Rounds after which weights hardly change.
    private static let rounds = 8
    /// The steps of one key, of which some may not have been.
    private struct Count {
        let counter, steps, exposure, minutes: Double

        init?(_ key: SurveyedKey) {
            guard let climb = key.climb, let counter = key.frequency,
                climb.exposureMicroseconds > 0,
                climb.steps >= 0, (0..<255).contains(counter)
            else { return nil }
            self.counter = Double(counter)
            steps = Double(climb.steps) + Double(max(0, climb.uncertainSteps)) / 2
            exposure = Double(climb.exposureMicroseconds) / 1e6
            minutes = Double(climb.spanMilliseconds) / 60_000
        }
    }

    /// One round of expectation and maximization.
    private mutating func fit(_ counts: [Count]) {
        var sums = [Double](repeating: 1, count: weights.count)
        var (change, way) = (0.0, 0.0)
        for count in counts {
            let parts = parts(of: count)
            for state in State.allCases { sums[state.rawValue] += parts[state.rawValue] }
            let balanced = parts[State.balanced.rawValue]
            let decay = decayMinutes > 0 ? count.minutes / decayMinutes : 0
            change += balanced * (count.steps - decay)
            way += balanced * count.minutes * max(0, count.counter - 5)
        }
        let all = sums.reduce(0, +)
        weights = sums.map { $0 / all }
        climb = way > 0 ? max(0, change / way) : 0
    }

    /// How likely a key is in each state by its own steps.
    private func parts(of count: Count) -> [Double] {
        let logs = State.allCases.map { state in
            log(weights[state.rawValue])
                + Self.logLikelihood(count, state.shape, mean: mean(state, count.counter))
        }
        let most = logs.max() ?? 0
        let likely = logs.map { exp($0 - most) }
        let sum = likely.reduce(0, +)
        return likely.map { $0 / sum }
    }

    /// The logarithm of the negative binomial probability of the steps, less what all states share.
    private static func logLikelihood(_ count: Count, _ shape: Double, mean: Double) -> Double {
        let expected = mean * count.exposure
        return lgamma(shape + count.steps) - lgamma(shape)
            + shape * log(shape / (shape + expected))
            + count.steps * log(expected / (shape + expected))
    }

    /// Mean rate of keys in a state with a counter, in requests per second.
    private func mean(_ state: State, _ counter: Double) -> Double {
        // A counter that never decays is in no balance; an hour stands for its time then.
        let minutes = decayMinutes > 0 ? decayMinutes : 60
        let balance = (max(0, counter - 5.5) * logFactor + 1) / minutes / 60
        switch state {
        case .balanced: return balance * (1 + minutes * climb * max(0, counter - 5))
        case .idle: return balance / 20
        case .climbing: return balance * 20
        }
    }

    /// How often a key is requested; `nil` where its counter was not read.
    func rate(of key: SurveyedKey) -> KeyRate? {
        guard let counter = key.frequency, (0...255).contains(counter) else { return nil }
        guard let climb = key.climb, climb.exposureMicroseconds > 0, climb.steps >= 0 else {
            return lagging(Double(counter))
        }
        let interval = Self.interval(climb)
        guard counter < 255, let count = Count(key) else {
            // Steps beyond the end are not counted, so that only the lower end holds.
            return KeyRate(perSecond: interval.lowerBound, interval: nil, isSaturated: true)
        }
        let parts = parts(of: count)
        let likely = State.allCases.reduce(0.0) { sum, state in
            let prior = state.shape / mean(state, count.counter)
            return sum + parts[state.rawValue] * (state.shape + count.steps)
                / (prior + count.exposure)
        }
        return KeyRate(
            perSecond: min(max(likely, interval.lowerBound), interval.upperBound),
            interval: interval
        )
    }

    /// A single read says where the counter would stay, if the key is in balance at all.
    private func lagging(_ counter: Double) -> KeyRate {
        let (balanced, idle) = (weights[State.balanced.rawValue], weights[State.idle.rawValue])
        let guess =
            (balanced * mean(.balanced, counter) + idle * mean(.idle, counter)) / (balanced + idle)
        return KeyRate(perSecond: counter <= 5 ? 0 : guess, interval: nil, isLagging: true)
    }

    /// The 95 % interval of a Poisson count over its exposure (Garwood 1936).
    static func interval(_ climb: CounterClimb) -> ClosedRange<Double> {
        let exposure = Double(climb.exposureMicroseconds) / 1e6
        let (least, most) = (
            Double(climb.steps), Double(climb.steps) + Double(max(0, climb.uncertainSteps))
        )
        let low = least > 0 ? chiSquared(2 * least, -Estimate.normalQuantile) / 2 : 0
        let high = chiSquared(2 * (most + 1), Estimate.normalQuantile) / 2
        return low / exposure...max(low, high) / exposure
    }

    /// A quantile of the χ² distribution by its normal deviate (Wilson and Hilferty 1931).
    private static func chiSquared(_ freedom: Double, _ deviate: Double) -> Double {
        let part = 2 / (9 * freedom)
        let root = max(0, 1 - part + deviate * part.squareRoot())
        return freedom * root * root * root
    }
}
