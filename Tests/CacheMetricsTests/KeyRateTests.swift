import CacheMetrics
import TestSupport
import Testing

struct KeyRateTests {
    private func survey(factor: Int64 = 10, decay: Int64 = 1) -> KeySurvey {
        KeySurvey(method: .frequency(logFactor: factor, decayMinutes: decay, areAssumed: false))
    }

    /// What a survey of this key alone says of it.
    private func told(_ key: SurveyedKey, by method: KeySurvey.Method? = nil) -> KeyRate? {
        var survey = survey()
        survey.method = method ?? survey.method
        survey.hottest = [key]
        return survey.rates[key]
    }

    private func key(_ frequency: Int64, _ climb: CounterClimb? = nil) -> SurveyedKey {
        var key = SurveyedKey(KeyName([1]), seenMilliseconds: 100_000)
        (key.frequency, key.climb) = (frequency, climb)
        return key
    }

    /// Steps of a counter, each of which stood for so many requests.
    private func climb(
        _ steps: Int64,
        uncertain: Int64 = 0,
        each requests: Double,
        seconds: Int64 = 60
    ) -> CounterClimb {
        CounterClimb(
            steps: steps,
            uncertainSteps: uncertain,
            exposureMicroseconds: Int64(Double(seconds) * 1e6 / requests),
            spanMilliseconds: seconds * 1_000
        )
    }

    @Test(arguments: [10, 49, 100, 200] as [Int64])
    func `one read is a guess without an interval, no higher than the balance`(
        counter: Int64
    ) throws {
        let rate = try #require(told(key(counter)))
        let balance = ((Double(counter) - 5.5) * 10 + 1) / 60
        #expect(rate.perSecond > 0 && rate.perSecond <= balance)
        #expect(rate.isLagging && rate.interval == nil)
    }

    @Test func `at its end the counter says at least`() throws {
        let rate = try #require(told(key(255, climb(12, each: 2_501))))
        #expect(rate.isSaturated && rate.interval == nil)
        #expect(rate.perSecond < 12 * 2_501 / 60)
    }

    @Test func `a key nobody has read since it was made has no rate`() {
        #expect(told(key(5))?.perSecond == 0)
    }

    @Test func `idle times and nothing at all are no counters`() {
        #expect(told(key(100), by: .idleTime) == nil)
        #expect(told(key(100), by: .unknown) == nil)
    }

    /// The table of Garwood's intervals of a Poisson count, as textbooks have it.
    @Test(
        arguments: [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (30, 20.24, 42.83)]
            as [(Int64, Double, Double)]
    )
    func `the interval is that of the steps counted and of nothing else`(
        steps: Int64,
        low: Double,
        high: Double
    ) throws {
        let rate = try #require(told(key(60, climb(steps, each: 551))))
        let interval = try #require(rate.interval)
        let unit = 551.0 / 60
        #expect(abs(interval.lowerBound - low * unit) <= 0.02 * low * unit + 0.02 * unit)
        #expect(abs(interval.upperBound - high * unit) <= 0.02 * high * unit)
        #expect(interval.contains(rate.perSecond))
    }

    @Test func `a step that may not have been widens the interval upwards only`() throws {
        let sure = try #require(told(key(60, climb(4, each: 551)))?.interval)
        let unsure = try #require(
            told(key(60, climb(4, uncertain: 2, each: 551)))?.interval
        )
        #expect(unsure.lowerBound == sure.lowerBound)
        #expect(unsure.upperBound > sure.upperBound * 1.2)
    }

    @Test func `keys that sink together do not make a climbing one sink with them`() throws {
        // A hundred keys that were hot before and are not any more, and one that is asked for.
        var survey = survey()
        survey.hottest = (0..<100).map { number in
            var key = SurveyedKey(KeyName(Array("cold:\(number)".utf8)))
            (key.frequency, key.climb) = (50, climb(0, each: 460))
            return key
        }
        var hot = SurveyedKey(KeyName(Array("hot".utf8)))
        (hot.frequency, hot.climb) = (40, climb(7, each: 360))
        survey.hottest.append(hot)
        let rates = survey.rates
        let rate = try #require(rates[hot])
        #expect(rates.hottest.first?.name == hot.name)
        #expect((20...60).contains(rate.perSecond))
        #expect(try #require(rates[survey.hottest[0]]).perSecond < 1)
    }
}
