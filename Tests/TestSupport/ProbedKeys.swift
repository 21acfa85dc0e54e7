package import CacheMetrics

extension KeyCensus {
    /// Counts a key and adds what probes said of it, as of one that was asked for everything.
    package mutating func add(_ key: SurveyedKey) {
        count(key)
        learn(key)
    }
}

extension PatternTable {
    /// The rows of a key space of so many keys whose scan has come round.
    package func rows(ofPopulation keys: UInt64, ledger: Double? = nil) -> [Row] {
        rows(of: KeyspaceTotals(keys: keys, ledger: ledger, isComplete: true))
    }
}

extension KeySurvey {
    /// How often a key is requested, among the others of the survey.
    package func rate(of key: SurveyedKey) -> KeyRate? { rates[key] }
}
