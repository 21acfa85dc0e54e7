import CacheMetrics
import TestSupport
import Testing

struct ConditionTests {
    private let interval = Interval.between(
        .of(["evicted_keys": "10", "used_memory": "900", "aof_state": "ok", "gone": "1"]),
        .of(["evicted_keys": "14", "used_memory": "9437184", "aof_state": "err", "new": "1"])
    )

    @Test(
        arguments: [
            ("evicted_keys/s > 0", true), ("evicted_keys/s>=4", true),
            ("evicted_keys/s > 4", false),
            ("used_memory = 9mb", true), ("used_memory < 9mb", false),
            ("used_memory != 9MB", false),
            ("used_memory > 9.4m", true), ("evicted_per_second <= 4", true),
            ("aof_state changed", true),
            ("used_memory vanishes", false), ("gone vanishes", true), ("new appears", true),
            ("aof_state appears", false),
        ]
    )
    func `a condition holds or does not`(text: String, expected: Bool) throws {
        #expect(try #require(Condition(parsing: text)).holds(interval) == expected)
    }

    @Test(arguments: [
        "", ">", "used_memory", "used_memory >", "> 4", "a > b", "a > 4 parsecs", "role became",
    ])
    func `what is none is refused`(text: String) {
        #expect(Condition(parsing: text) == nil)
    }

    @Test func `what is not known neither holds nor does not`() throws {
        #expect(try #require(Condition(parsing: "nothing > 4")).holds(interval) == nil)
        let first = Interval(after: nil, to: interval.later)
        #expect(try #require(Condition(parsing: "role changed")).holds(first) == nil)
        #expect(try #require(Condition(parsing: "evicted_keys/s > 0")).holds(first) == nil)
    }
}
