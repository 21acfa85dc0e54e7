/// Request rates of a survey's hottest keys, worked out together once.
package struct KeyRates: Sendable {
    /// The keys by rate, highest first; the server's own order where it tracks them itself.
    package let hottest: [SurveyedKey]
    /// Sum of the rates that are more than a lagging guess, in requests per second.
    package let totalPerSecond: Double
    private let rates: [KeyName: KeyRate]

    /// Rates of no keys.
    package static let none = KeyRates(of: KeySurvey(method: .unknown))

    /// The rates of a survey's keys.
    package init(of survey: KeySurvey) {
        var rates: [KeyName: KeyRate] = [:]
        let counters = CounterRates(survey)
        for key in survey.hottest { rates[key.name] = survey.rate(of: key, by: counters) }
        self.rates = rates
        totalPerSecond = rates.values.reduce(0) { $1.isLagging ? $0 : $0 + $1.perSecond }
        if case .tracked = survey.method {
            hottest = survey.hottest
            return
        }
        let places = survey.hottest.map { key -> Double in
            guard let rate = rates[key.name] else { return -.infinity }
            return rate.isSaturated && survey.method != .idleTime ? .infinity : rate.perSecond
        }
        hottest = survey.hottest.indices.sorted { one, other in
            (places[one], other) > (places[other], one)
        }.map { survey.hottest[$0] }
    }

    /// How often a key is requested; `nil` where that is not known.
    package subscript(key: SurveyedKey) -> KeyRate? { rates[key.name] }
}

extension KeySurvey {
    /// The rates of its keys, to be worked out once and kept.
    package var rates: KeyRates { KeyRates(of: self) }

    /// The rate by what was heard of a key, by its LFU counter or by its idle times.
    fileprivate func rate(of key: SurveyedKey, by counters: CounterRates?) -> KeyRate? {
        switch method {
        case .traffic(let window): return key.traffic.flatMap(window.rate)
        case .changes(let window):
            var rate = key.traffic.flatMap(window.rate)
            // Several writes in one turn of the event loop are reported as one.
            rate?.isSaturated = true
            return rate
        case .idleTime:
            var rate = key.idleLooks?.rate
            rate?.assumesChance = true
            return rate
        case .tracked: return key.tracked?.rate ?? counters?.rate(of: key)
        case .frequency: return counters?.rate(of: key)
        case .unknown: return nil
        }
    }
}
