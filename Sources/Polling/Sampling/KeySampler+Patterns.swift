import CacheMetrics
import RESP
import RedisClient

// What is reported of the keys by pattern.
extension KeySampler {
    /// Beats between reports of the patterns once they are well known.
    private static let tellEvery = 10
    /// Patterns reported; the rest are reported as one.
    private static let mostPatterns = 64

    /// Counts the keys of a step by pattern, each under the slice it was met in.
    mutating func count(_ learned: some Sequence<SurveyedKey>) {
        guard let step = asked.step else { return }
        if step.isFresh { census.begin(slice: step.slice) }
        census.passOver(step.passed)
        for key in learned {
            census.count(key)
            if key.isProbed { census.learn(key) }
        }
        census.endStep()
        guard step.endsPass else { return }
        census.endSweep()
        found.sweeps = scan?.completePasses ?? 0
        if found.sweeps == 1 { tellAt.beat = beats }
        // Keys came and went during the pass: those counted stand for those there are now.
        let (keys, bytes) = census.counted
        guard let ledger, keys > 0, bytes > 0 else { return }
        let all = bytes * Double(ledger.keys) / Double(keys)
        guard all > 0 else { return }
        found.patterns.ledgerMillionths = Int64(min(1e15, ledger.bytes / all * 1e6))
    }

    /// Reports the patterns as they are known now.
    mutating func tell(at steadyMilliseconds: Int64) {
        let ratio = found.patterns.ledgerMillionths
        found.patterns = census.table(
            at: steadyMilliseconds,
            patterns: Self.mostPatterns,
            hidesKeys: hidesKeys
        )
        found.patterns.ledgerMillionths = ratio
        study()
        tellAt = (census.keysSeen + census.keysSeen / 4 + 1, beats + Self.tellEvery)
    }

    /// Adds what was heard of the patterns' keys and read of their values.
    private mutating func study() {
        let heard = traffic?.patterns { census.template(of: $0) } ?? [:]
        for place in found.patterns.patterns.indices {
            let template = found.patterns.patterns[place].template
            found.patterns.patterns[place].traffic = heard[template]
            found.patterns.patterns[place].values = values?.values(of: template)
            found.patterns.patterns[place].members = values?.members(of: template)
        }
    }

    /// Notes a key whose value may be worth reading.
    mutating func consider(_ key: SurveyedKey) {
        guard key.type != nil, var probe = values else { return }
        values = nil
        probe.consider(key) { census.template(of: key.key) }
        values = probe
    }

    /// Learns from what was read of values.
    mutating func recordValues(_ answers: [(ReadCommand, RESPValue)]) {
        guard var probe = values else { return }
        values = nil
        probe.record(answers) { census.template(of: $0) != nil }
        values = probe
    }
}
