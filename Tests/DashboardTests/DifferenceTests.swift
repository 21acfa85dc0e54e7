import CacheMetrics
import Dashboard
import TestSupport
import Testing

struct DifferenceTests {
    private func moment(
        _ beat: Int64,
        _ fields: KeyValuePairs<String, String>
    ) -> Interval.Observation {
        .init(moment: .beat(beat), sample: Sample(roundTripMicroseconds: 5, info: .of(fields)))
    }

    /// Two pairs of neighbouring samples, a minute apart.
    private var sides: (then: Interval, now: Interval, between: Interval) {
        let samples = [
            moment(
                0,
                ["used_memory": "1000", "evicted_keys": "0", "cmdstat_get": "calls=0,usec=0"]
            ),
            moment(
                1,
                ["used_memory": "1000", "evicted_keys": "10", "cmdstat_get": "calls=5,usec=5"]
            ),
            moment(
                60,
                ["used_memory": "5000", "evicted_keys": "570", "cmdstat_get": "calls=64,usec=9"]
            ),
            moment(
                61,
                ["used_memory": "7000", "evicted_keys": "610", "cmdstat_get": "calls=65,usec=9"]
            ),
        ]
        let alone = samples.map { Interval(after: nil, to: $0) }
        return (
            Interval(after: alone[0], to: samples[1]), Interval(after: alone[2], to: samples[3]),
            Interval(after: alone[1], to: samples[3])
        )
    }

    @Test func `what changed most is first, with its rate over all the time between`() throws {
        let (then, now, between) = sides
        let rows = Difference(from: then, to: now, over: between).rows
        #expect(
            rows.prefix(3).map(\.name) == [
                "used_memory_bytes", "calls of get", "evicted_per_second",
            ]
        )
        #expect(rows.prefix(3).map(\.factor) == [7, 0.2, 4])
        // 6,000 bytes, 60 calls and 600 keys in a minute.
        #expect(rows.prefix(3).map(\.between) == ["+100B/s", "1/s", "10/s"])
    }

    @Test func `nothing is told of the time between where it was not asked for`() {
        let rows = Difference(from: sides.then, to: sides.now).rows
        #expect(!rows.isEmpty && rows.allSatisfy { $0.between == nil })
    }

    @Test func `a level that fell is told with its sign`() throws {
        let samples = [moment(0, ["used_memory": "9000"]), moment(30, ["used_memory": "3000"])]
        let alone = samples.map { Interval(after: nil, to: $0) }
        let between = Interval(after: alone[0], to: samples[1])
        let rows = Difference(from: alone[0], to: alone[1], over: between).rows
        #expect(rows.first?.between == "-200B/s")
    }
}
