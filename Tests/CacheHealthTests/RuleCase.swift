import CacheHealth
import CacheMetrics
import TestSupport
import Testing

/// A rule, readings by which it must speak and readings by which it must not.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let rule: String
    /// What some of its evidence must be, worked out by hand.
    let evidence: [String: Double]
    let sick, healthy: [Reading]

    var testDescription: String { rule }

    /// A case of so many seconds, each sample of fields that depend on the second.
    init(
        _ rule: String,
        seconds: Int64 = 6,
        evidence: [String: Double],
        sick: (Int64) -> KeyValuePairs<String, String>,
        healthy: (Int64) -> KeyValuePairs<String, String>
    ) {
        (self.rule, self.evidence) = (rule, evidence)
        self.sick = (0..<seconds).map { .sample($0, sick($0)) }
        self.healthy = (0..<seconds).map { .sample($0, healthy($0)) }
    }

    /// A case of so many seconds, each sample of some fields and of more that is filled in.
    init(
        _ rule: String,
        seconds: Int64 = 6,
        evidence: [String: Double],
        fields: (Int64) -> KeyValuePairs<String, String>,
        sick: (inout Sample, Int64) -> Void,
        healthy: (inout Sample, Int64) -> Void
    ) {
        (self.rule, self.evidence) = (rule, evidence)
        self.sick = (0..<seconds).map { beat in .sample(beat, fields(beat)) { sick(&$0, beat) } }
        self.healthy = (0..<seconds).map { beat in
            .sample(beat, fields(beat)) { healthy(&$0, beat) }
        }
    }

    /// A case of readings.
    init(_ rule: String, evidence: [String: Double], sick: [Reading], healthy: [Reading]) {
        (self.rule, self.evidence, self.sick, self.healthy) = (rule, evidence, sick, healthy)
    }
}

extension Sample {
    /// A survey of one pattern of which all keys were scanned and probed.
    mutating func survey(
        _ template: String,
        type: KeyType = .string,
        lasting: UInt64 = 0,
        expiring: (band: TimeToLiveBand, keys: UInt64) = (.hour, 0),
        _ complete: (inout KeyPattern) -> Void = { _ in }
    ) {
        var survey = KeySurvey(method: .unknown)
        (survey.keysSeen, survey.sweeps) = (1_000, 1)
        var group = KeyGroup()
        group.keys = lasting + expiring.keys
        group.lasting = lasting
        group.expiring[expiring.band.rawValue] = expiring.keys
        group.types[type.rawValue] = group.keys
        var pattern = KeyPattern(template: Array(template.utf8), group: group)
        complete(&pattern)
        survey.patterns.patterns = [pattern]
        survey.patterns.sampled = group.keys
        self.survey = survey
    }

    /// A survey with one big key.
    mutating func bigKey(_ name: String, _ type: KeyType, bytes: Int64) {
        var survey = KeySurvey(method: .unknown)
        survey.keysSeen = 1_000
        var key = SurveyedKey(KeyName(Array(name.utf8)))
        (key.memoryBytes, key.type) = (bytes, Array(type.name.utf8))
        survey.biggest = [key]
        self.survey = survey
    }

    /// A survey with a stream that one group reads.
    mutating func stream(pending: UInt64, lag: UInt64?) {
        var survey = KeySurvey(method: .unknown)
        survey.keysSeen = 1_000
        var stream = StreamUse(key: Array("events".utf8))
        stream.groups = [StreamGroup(name: [0x67], consumers: 2, pending: pending, lag: lag)]
        survey.streams = [stream]
        self.survey = survey
    }

    /// A survey of keys that were heard in ten bursts of a hundred commands, each so often.
    mutating func heard(_ counts: [UInt64]) {
        let window = TrafficWindow(bursts: 10, commands: 1_000, milliPerSecond: 10_000_000)
        var survey = KeySurvey(method: .traffic(window))
        (survey.keysSeen, survey.sweeps) = (1_000, 1)
        survey.hottest = counts.enumerated().map { number, count in
            var key = SurveyedKey(KeyName(Array("k:\(number)".utf8)))
            let rate = Double(count)
            key.traffic = KeyTraffic(
                count: count,
                milliPerSecond: UInt64(rate * 10_000),
                squares: 10 * rate * rate
            )
            return key
        }
        self.survey = survey
    }
}
