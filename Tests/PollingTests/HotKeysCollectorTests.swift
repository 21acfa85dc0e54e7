import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// What `HOTKEYS` tells, fed replies in the shapes that its documentation and sources have.
struct HotKeysCollectorTests {
    private func text(_ text: String) -> RESPValue { .bulk(Array(text.utf8)) }

    /// A session of Redis 8.6: 1,000 of 100,000 µs were looked at, a tenth of the commands.
    private func session(_ shape: String, isActive: Bool = true) -> RESPValue {
        let list: ([RESPValue]) -> RESPValue = { shape == "map" ? .map($0) : .array($0) }
        let fields: [RESPValue] = [
            text("tracking-active"), .integer(isActive ? 1 : 0), text("sample-ratio"), .integer(10),
            text("collection-start-time-unix-ms"), .integer(1_700_000_000_000),
            text("all-commands-all-slots-us"), .integer(100_000),
            text("collection-duration-ms"), .integer(5_000),
            text("by-cpu-time-us"),
            list([text("user:1"), .integer(2_000), text("user:2"), .integer(500)]),
            text("by-net-bytes"), list([text("user:2"), .integer(40_000)]),
        ]
        return shape == "wrapped" ? .array([list(fields)]) : list(fields)
    }

    private func sample(_ fields: [String: String]) -> Sample {
        let lines = fields.map { "\($0):\($1)\r\n" }.joined()
        var sample = Sample(roundTripMicroseconds: 1, info: InfoReport(Array(lines.utf8)))
        sample.survey = KeySurvey(method: .idleTime)
        return sample
    }

    /// The survey after a first beat, on which the version is learned, and a second with a reply.
    private func survey(_ reply: RESPValue, on fields: [String: String]) throws -> KeySurvey {
        var collector = HotKeysCollector()
        #expect(collector.commands.isEmpty)
        var first = sample(fields)
        collector.record([], into: &first)
        #expect(collector.commands == [.hotKeys])
        var second = sample(fields)
        collector.record([reply], into: &second)
        return try #require(second.survey)
    }

    @Test(arguments: ["map", "flat", "wrapped"])
    func `a session's CPU time and bytes are told as shares and rates`(shape: String) throws {
        let survey = try survey(session(shape), on: ["redis_version": "8.6.1"])
        guard case .tracked(let window) = survey.method else {
            Issue.record("\(survey.method)")
            return
        }
        #expect(survey.hottest.map(\.key) == [Array("user:1".utf8), Array("user:2".utf8)])
        let uses = survey.hottest.compactMap(\.tracked)
        #expect(uses.map(window.share) == [0.2, 0.05])
        #expect(uses.map(window.bytesPerSecond) == [nil, 80_000])
        #expect(survey.rates[survey.hottest[0]] == nil)
    }

    @Test func `a session that was stopped is history, and the other ways go on`() throws {
        let survey = try survey(session("map", isActive: false), on: ["redis_version": "8.6.1"])
        #expect(survey.method == .idleTime && survey.hottest.isEmpty)
        let past = try #require(survey.pastSession)
        #expect(past.endedMilliseconds == 1_700_000_005_000)
        #expect(past.keys.first?.key == Array("user:1".utf8))
        #expect(past.keys.first?.tracked.flatMap(past.window.share) == 0.2)
    }

    @Test func `a tracked key has a rate where its LFU counter has one`() throws {
        var collector = HotKeysCollector()
        var first = sample(["redis_version": "8.6.1"])
        collector.record([], into: &first)
        var second = sample(["redis_version": "8.6.1"])
        var survey = KeySurvey(
            method: .frequency(logFactor: 10, decayMinutes: 1, areAssumed: false)
        )
        var key = SurveyedKey(KeyName(Array("user:1".utf8)))
        key.frequency = 100
        key.climb = CounterClimb(
            steps: 20,
            exposureMicroseconds: 1_000_000,
            spanMilliseconds: 60_000
        )
        survey.hottest = [key]
        second.survey = survey
        collector.record([session("map")], into: &second)
        let found = try #require(second.survey)
        let rates = found.rates
        #expect(rates[found.hottest[0]]?.interval?.contains(20) == true)
        #expect(rates[found.hottest[1]] == nil)
    }

    @Test func `Valkey's requests a second are rates, of the database that is watched`() throws {
        let rows = [("a", 0, "12.5"), ("b", 3, "99"), ("c", 0, "70")].map { key, database, rate in
            RESPValue.array([
                text("key"), text(key), text("db"), .integer(database), text("qps"), text(rate),
            ])
        }
        let survey = try survey(.array(rows), on: ["valkey_version": "9.2.0"])
        #expect(survey.rates.hottest.map(\.key) == [Array("c".utf8), Array("a".utf8)])
        #expect(survey.rates.hottest.map { survey.rates[$0]?.perSecond } == [70, 12.5])
    }

    @Test(arguments: [
        RESPValue.null, .array([]), .error(Array("NOPERM this user".utf8)), .integer(3),
        .array([.array([])]), .map([.integer(1), .null]),
    ])
    func `without a session the keys are told as before, and it is asked for rarely`(
        reply: RESPValue
    ) throws {
        var collector = HotKeysCollector()
        var asked = 0
        for _ in 0..<45 {
            var sample = sample(["redis_version": "8.6.0"])
            asked += collector.commands.count
            collector.record(collector.commands.map { _ in reply }, into: &sample)
            #expect(sample.survey?.method == .idleTime)
        }
        #expect((3...5).contains(asked))
    }

    @Test(arguments: [
        ["redis_version": "8.4.9"], ["redis_version": "7.0.15"],
        ["redis_version": "7.2.4", "valkey_version": "9.1.3"], [:],
    ])
    func `servers that do not have it are not asked`(fields: [String: String]) {
        var collector = HotKeysCollector()
        for _ in 0..<30 {
            var sample = sample(fields)
            collector.record([], into: &sample)
            #expect(collector.commands.isEmpty)
        }
    }
}
