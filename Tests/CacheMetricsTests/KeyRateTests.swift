import CacheMetrics
import TestSupport
import Testing

struct KeyRateTests {
    private func survey(factor: Int64 = 10, decay: Int64 = 1) -> KeySurvey {
        KeySurvey(method: .frequency(logFactor: factor, decayMinutes: decay, areAssumed: false))
    }

    private func key(
        _ frequency: Int64,
        earlier: Int64? = nil,
        secondsAgo: Int64 = 60
    ) -> SurveyedKey {
        var key = SurveyedKey(key: [1], keyLength: 1, seenMilliseconds: 100_000)
        key.frequency = frequency
        key.earlierFrequency = earlier
        key.earlierMilliseconds = earlier.map { _ in 100_000 - secondsAgo * 1_000 }
        return key
    }

    @Test(
        arguments: [(10, 0.77), (49, 7.27), (100, 15.77), (142, 22.77), (200, 32.43)]
            as [(Int64, Double)]
    )
    func `one look gives the rate at which the counter stays in balance`(
        counter: Int64,
        expected: Double
    ) throws {
        let rate = try #require(survey().rate(of: key(counter)))
        #expect(abs(rate.perSecond - expected) < 0.01)
        #expect(rate.isLagging && rate.interval == nil)
    }

    @Test func `at its end the counter says at least`() throws {
        let rate = try #require(survey().rate(of: key(255)))
        #expect(rate.isSaturated)
        #expect(abs(rate.perSecond - 41.6) < 0.1)
    }

    @Test func `a key nobody has read since it was made has no rate`() {
        #expect(survey().rate(of: key(5))?.perSecond == 0)
    }

    @Test func `an idle-time survey has no rates`() {
        #expect(KeySurvey(method: .idleTime).rate(of: key(100)) == nil)
    }

    /// The server's own rule, acted out: requests at a steady rate, the counter raised by chance.
    @Test(arguments: [42.0, 100.0, 1_400.0])
    func `two looks give the rate while the counter still climbs`(requestsPerSecond: Double) throws
    {
        var covered = 0
        let runs = 60
        for run in 0..<runs {
            var random = SeededGenerator(seed: UInt64(run) &* 31 &+ UInt64(requestsPerSecond))
            var counter: Int64 = 5
            var earlier: Int64 = 5
            for second in 0..<120 {
                if second == 60 { earlier = counter }
                if second % 60 == 59 { counter = max(5, counter - 1) }
                for _ in 0..<Int(requestsPerSecond) {
                    let odds = 1 / (Double(max(0, counter - 5)) * 10 + 1)
                    if counter < 255, Double.random(in: 0..<1, using: &random) < odds {
                        counter += 1
                    }
                }
            }
            let rate = try #require(survey().rate(of: key(counter, earlier: earlier)))
            #expect(!rate.isLagging)
            if let interval = rate.interval, interval.contains(requestsPerSecond) { covered += 1 }
        }
        #expect(covered >= runs * 85 / 100, "\(covered) of \(runs) intervals hold the true rate")
    }

    /// The counter in balance: steps up at random times, one down each minute.
    @Test(arguments: [30.0, 100, 300, 1_000, 2_400])
    func `in balance the rate is right on average, and its interval holds it`(
        perMinute: Double
    ) async throws {
        var (sum, held) = (0.0, 0)
        let runs = perMinute > 500 ? 12 : 60
        for run in 0..<runs {
            await Task.yield()
            var random = SeededGenerator(seed: UInt64(run) &* 77 &+ UInt64(perMinute))
            // Near balance to begin with, then for longer than the counter's memory, and looked at
            // in the middle of a minute.
            var (counter, earlier) = (Int64(perMinute / 10) + 5, Int64(0))
            for halfMinute in 0..<(Int(perMinute / 10) * 4 + 101) {
                if halfMinute.isMultiple(of: 2) { counter = max(0, counter - 1) }
                for _ in 0..<Int(perMinute / 2) where counter < 255 {
                    let odds = 1 / (Double(max(0, counter - 5)) * 10 + 1)
                    if Double.random(in: 0..<1, using: &random) < odds { counter += 1 }
                }
                if halfMinute == Int(perMinute / 10) * 4 + 98 { earlier = counter }
            }
            guard let rate = survey().rate(of: key(counter, earlier: earlier)), !rate.isSaturated
            else { continue }
            sum += rate.perSecond * 60
            held += rate.interval?.contains(perMinute / 60) == true ? 1 : 0
        }
        #expect(abs(sum / Double(runs) - perMinute) <= 0.1 * perMinute, "\(sum / Double(runs))")
        #expect(held >= runs * 85 / 100, "\(held) of \(runs)")
    }

    @Test func `a key that is no longer asked for is not shown at its old rate`() throws {
        // Nobody asks, so the counter sinks by its decay and nothing else; one minute of that may be
        // chance, five are not.
        let rate = try #require(survey().rate(of: key(95, earlier: 100, secondsAgo: 300)))
        #expect(rate.perSecond == 0)
        #expect(!rate.isLagging)
    }
}
