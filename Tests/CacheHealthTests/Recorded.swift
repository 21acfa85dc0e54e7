import CacheMetrics
import Testing

/// Samples of a recording up to a moment, one a second, and what one reads off them by hand.
struct Recorded: Sendable {
    let samples: [Sample]

    /// The newest sample.
    var last: Sample { samples[samples.count - 1] }

    /// The samples up to some beats before, or the first alone.
    func before(_ beats: Int) -> Recorded {
        Recorded(samples: Array(samples.prefix(max(1, samples.count - beats))))
    }

    /// What was met of the keys.
    var survey: KeySurvey { get throws { try #require(last.survey) } }

    /// The only pattern of the keys met.
    var pattern: KeyPattern { get throws { try #require(try survey.patterns.patterns.first) } }

    /// What was counted of it.
    var group: KeyGroup { get throws { try pattern.group } }

    /// Bytes of the biggest key.
    var biggest: Int64 { get throws { try #require(try survey.biggest.first?.memoryBytes) } }

    /// The share of its keys that never expire.
    var lastingShare: Double {
        get throws {
            let group = try group
            return Double(group.lasting) / Double(group.lasting + group.expiring.reduce(0, +))
        }
    }

    /// Keys there are.
    var population: Double { Self.keys(last) }

    /// Keys there are for each that was looked at.
    var scale: Double { get throws { population / Double(try survey.patterns.sampled) } }

    /// Seconds until the only burst begins.
    var secondsToBurst: Double {
        get throws {
            let burst = try #require(try pattern.bursts.first)
            return Double(burst.beginsMilliseconds) / 1_000 - Double(samples.count - 1)
        }
    }

    /// The hit ratio of each interval.
    var hitRatios: [Double] {
        zip(steps("keyspace_hits"), steps("keyspace_misses")).map { $0 / ($0 + $1) }
    }

    /// How much a counter grew in each interval.
    func steps(_ name: String) -> [Double] {
        let levels = samples.map { Self.number($0, name) }
        return zip(levels, levels.dropFirst()).map { $1 - $0 }
    }

    /// A field of the newest report.
    func number(_ name: String) -> Double { Self.number(last, name) }

    /// A number of `key=value` in a field of the newest report.
    func part(_ name: String, _ key: String) -> Double { Self.part(last, name, key) }

    /// Keys in the first database.
    static func keys(_ sample: Sample) -> Double { part(sample, "db0", "keys") }

    private static func text(_ sample: Sample, _ name: String) -> String {
        let bytes = sample.info.text(of: InfoName(name)) ?? []
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func number(_ sample: Sample, _ name: String) -> Double {
        Double(text(sample, name)) ?? .nan
    }

    private static func part(_ sample: Sample, _ name: String, _ key: String) -> Double {
        let value = text(sample, name).split(separator: ",").first { $0.hasPrefix(key + "=") }
        return value.flatMap { Double($0.dropFirst(key.count + 1)) } ?? .nan
    }
}
