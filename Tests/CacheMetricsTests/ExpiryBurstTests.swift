import CacheMetrics
import TestSupport
import Testing

/// Keys that expire together, among others that do not.
struct ExpiryBurstTests {
    /// Times to live of background keys, in milliseconds.
    enum Background: CaseIterable {
        case uniform, exponential, bimodal, steady

        func time(_ random: inout SeededGenerator) -> Int64 {
            switch self {
            case .uniform: Int64.random(in: 1...3_600_000, using: &random)
            case .exponential:
                Int64(-600_000 * Double.random(in: 0.0001...1, using: &random).logarithm)
            case .bimodal:
                Bool.random(using: &random)
                    ? Int64.random(in: 1...60_000, using: &random)
                    : Int64.random(in: 1...86_400_000, using: &random)
            case .steady:
                // Written at a steady pace with one minute to live, and a few with a day.
                Int.random(in: 0..<50, using: &random) == 0
                    ? Int64.random(in: 1...86_400_000, using: &random)
                    : Int64.random(in: 1...60_000, using: &random)
            }
        }
    }

    private func bursts(
        of count: Int,
        planting share: Double,
        at moment: Int64,
        within width: Int64,
        among background: Background,
        _ random: inout SeededGenerator
    ) -> [ExpiryBurst] {
        var sample = ExpirySample()
        for _ in 0..<count {
            var key = SurveyedKey(KeyName([]), seenMilliseconds: 1_000)
            key.memoryBytes = 100
            let isPlanted = Double.random(in: 0..<1, using: &random) < share
            key.timeToLiveMilliseconds =
                isPlanted
                ? moment - 1_000 + Int64.random(in: 0..<width, using: &random)
                : background.time(&random)
            sample.add(key)
        }
        return sample.bursts(at: 1_000)
    }

    @Test(arguments: [0.02, 0.05, 0.18])
    func `one in fifty of a thousand is found, and when`(share: Double) async {
        var random = SeededGenerator(seed: 11)
        var (found, exact) = (0, 0)
        for _ in 0..<60 {
            await Task.yield()
            let moment: Int64 = 253_000
            let bursts = bursts(
                of: 1_000,
                planting: share,
                at: moment,
                within: 2_000,
                among: .uniform,
                &random
            )
            guard let burst = bursts.first(where: { abs($0.beginsMilliseconds - moment) <= 1_000 })
            else { continue }
            found += 1
            if burst.share.low <= share + 0.001, share <= burst.share.high { exact += 1 }
        }
        // Power of 0.99, and nominal 95 % of intervals, each with what chance may take from 60.
        #expect(found >= 58)
        #expect(exact >= 51)
    }

    @Test(arguments: Background.allCases)
    func `times to live without a burst raise no alarm`(background: Background) async {
        var random = SeededGenerator(seed: 12)
        var alarms = 0
        for _ in 0..<60 {
            await Task.yield()
            alarms +=
                bursts(
                    of: 1_000,
                    planting: 0,
                    at: 0,
                    within: 1,
                    among: background,
                    &random
                ).count
        }
        #expect(alarms == 0)
    }

    @Test(arguments: [10, 19, 30, 45])
    func `keys that began to be written steadily are no burst`(age: Int64) {
        // Fifty a second with a minute to live; each was looked at once since it was written.
        var random = SeededGenerator(seed: 16)
        var sample = ExpirySample()
        let now = age * 1_000
        for _ in 0..<1_000 {
            let written = Int64.random(in: 0..<now, using: &random)
            let seen = Int64.random(in: written..<now, using: &random)
            var key = SurveyedKey(KeyName([]), seenMilliseconds: seen)
            key.timeToLiveMilliseconds = written + 60_000 - seen
            sample.add(key)
        }
        #expect(sample.bursts(at: now).isEmpty)
    }

    @Test func `a burst tells its keys, its bytes and how wide it is`() throws {
        var random = SeededGenerator(seed: 13)
        let bursts = bursts(
            of: 1_000,
            planting: 0.3,
            at: 901_000,
            within: 1_800,
            among: .uniform,
            &random
        )
        let burst = try #require(bursts.first)
        #expect(bursts.count == 1)
        #expect(burst.widthMilliseconds == 2_000)
        #expect(burst.sampled == 1_000)
        #expect((270...330).contains(burst.count))
        #expect(burst.bytes == burst.count * 100)
        #expect(abs(burst.beginsMilliseconds - 901_000) < 100)
    }

    @Test func `what has expired since is not ahead`() {
        var census = KeyCensus()
        for index in 0..<1_000 {
            let name = Array("a:\(index)".utf8)
            var key = SurveyedKey(KeyName(name))
            key.timeToLiveMilliseconds = index < 300 ? 50_000 : Int64(index * 3_000)
            census.add(key)
        }
        #expect(census.table(at: 1_000).patterns[0].bursts.count == 1)
        #expect(census.table(at: 50_001).patterns[0].bursts.isEmpty)
    }
}

extension Double {
    /// The natural logarithm, by halving: tests import no C library.
    fileprivate var logarithm: Double {
        var (mantissa, sum) = (significand, Double(exponent) * 0.6931471805599453)
        let ratio = (mantissa - 1) / (mantissa + 1)
        mantissa = ratio
        for term in 0..<20 {
            sum += 2 * mantissa / Double(2 * term + 1)
            mantissa *= ratio * ratio
        }
        return sum
    }
}
