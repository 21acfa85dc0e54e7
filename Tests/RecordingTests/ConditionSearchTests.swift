import CacheMetrics
import Recording
import TestSupport
import Testing

/// A search in stretches, in whatever order they are looked at, finds what reading everything finds.
struct ConditionSearchTests {
    /// Two nodes, each of which goes away and comes back anew again and again, over several groups.
    private static let incidents: [Reading] = (0..<3).flatMap { round in
        Incident.readings.enumerated().flatMap { beat, reading -> [Reading] in
            var one = plain(reading)
            one.moment = .beat(Int64(round * 100 + beat))
            let content = Incident.readings[(beat * 7 + round) % Incident.readings.count].content
            // The other node is asked rarely, answers late, and for a round not at all.
            var other = plain(Reading(node: NodeID("m"), moment: one.moment, content: content))
            other.moment.steadyMicroseconds += Int64(beat % 3) * 170_000
            return beat % 3 == 0 && round != 1 ? [one, other] : [one]
        }
    }

    /// A reading without what takes long to read and no condition here looks at.
    private static func plain(_ reading: Reading) -> Reading {
        guard case .sample(var sample) = reading.content else { return reading }
        (sample.survey, sample.boards, sample.latencies, sample.clients) = (nil, nil, nil, nil)
        return Reading(node: reading.node, moment: reading.moment, content: .sample(sample))
    }

    /// The interval that each reading ends; `nil` in an outage.
    private static func intervals(
        of readings: [Reading],
        with parts: Interval.Parts = .all
    ) -> [Interval?] {
        var latest: [NodeID: Interval] = [:]
        return readings.map { reading in
            guard case .sample(let sample) = reading.content else {
                latest[reading.node] = nil
                return nil
            }
            let now = Interval.Observation(moment: reading.moment, sample: sample)
            let interval = Interval(after: latest[reading.node], to: now, with: parts)
            latest[reading.node] = interval
            return interval
        }
    }

    /// Where a condition becomes true, found by looking at everything.
    private static func onsets(_ condition: Condition, in readings: [Reading]) -> [Int] {
        var held: [NodeID: Bool] = [:]
        return zip(readings, intervals(of: readings)).enumerated().compactMap { tick, pair in
            let holds = pair.1.map { condition.holds($0) ?? false }
            defer { held[pair.0.node] = holds }
            return holds == true && !(held[pair.0.node] ?? (tick > 0)) ? tick : nil
        }
    }

    /// Where a search finds it to become true; the stretches come back the wrong way round.
    private static func found(
        _ condition: Condition,
        in reader: RecordingReader,
        _ search: inout ConditionSearch,
        forward: Bool
    ) -> [Int] {
        var (place, found) = (forward ? -1 : reader.ticks.count, [Int]())
        while true {
            search.begin(from: place, forward: forward)
            while case .looking = search.state() {
                let stretches = [search.nextStretch(), search.nextStretch()].compactMap(\.self)
                guard !stretches.isEmpty else { return [-1] }
                for ticks in stretches.reversed() {
                    SearchStretch(ticks, of: reader, for: condition).map { search.take($0) }
                }
            }
            guard case .found(let tick) = search.state() else { break }
            found.append(tick)
            place = tick
        }
        return forward ? found : found.reversed()
    }

    private static func check(
        _ conditions: [String],
        _ readings: [Reading],
        _ reader: RecordingReader
    ) throws {
        for (place, text) in conditions.enumerated() {
            let condition = try #require(Condition(parsing: text))
            let expected = onsets(condition, in: readings)
            #expect(!expected.isEmpty, "\(text) holds nowhere and proves nothing")
            var search = ConditionSearch(for: condition, in: reader, stretch: 20)
            // What one direction has looked at the other need not.
            let isForward = place.isMultiple(of: 2)
            for forward in [isForward, !isForward] {
                let found = found(condition, in: reader, &search, forward: forward)
                #expect(found == expected, "\(text)")
            }
        }
    }

    @Test func `two nodes that come and go`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.incidents)
        let conditions = [
            "used_memory > 20200000", "hit_ratio < 0.899", "evicted_keys/s > 100",
            "run_id changed", "keys != 21010",
        ]
        let reader = try RecordingReader(opening: file.path)
        try Self.check(conditions, Self.incidents, reader)
    }

    @Test func `a recording with a hole in it`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.incidents)
        var bytes = try file.bytes()
        for place in bytes.count / 3..<bytes.count / 2 { bytes[place] = 0 }
        try file.write(bytes)
        let reader = try RecordingReader(opening: file.path)
        #expect(!reader.damages.isEmpty)
        try Self.check(["used_memory > 20200000"], file.readAll(reader), reader)
    }

    @Test func `a real server whose fields come and go`() throws {
        let file = try TemporaryFile()
        let readings = Array(try InfoStream("churn").readings(of: NodeID("n")).prefix(100))
        _ = try file.record(readings)
        let reader = try RecordingReader(opening: file.path)
        try Self.check(["db1 appears", "commands_per_second > 20"], readings, reader)
    }

    /// Readings in which every metric is known somewhere.
    private static func telling() throws -> [[Reading]] {
        let server = try InfoStream("churn").readings(of: NodeID("n")).prefix(40)
        let rest: [Reading] = (0..<4).map { beat in
            .sample(
                Int64(beat),
                [
                    "aof_delayed_fsync": "\(beat)",
                    "client_output_buffer_limit_disconnections": "\(beat * 2)",
                ]
            )
        }
        return [Array(server), Array(Incident.readings[30..<70]), rest]
    }

    @Test func `what is read for a metric gives the same as all there is`() throws {
        for readings in try Self.telling() {
            let file = try TemporaryFile()
            _ = try file.record(readings)
            let reader = try RecordingReader(opening: file.path)
            let whole = Self.intervals(of: readings)
            for metric in MetricCatalog.all {
                let condition = try #require(Condition(parsing: "\(metric.name) > 0"))
                var cursor = reader.cursor(at: 0, selecting: condition.selection)
                let read = readings.compactMap { _ in cursor.next() }
                let some = Self.intervals(of: read, with: condition.parts)
                #expect(read.count == readings.count)
                let expected = whole.map { $0.flatMap { metric.value($0) } }
                #expect(some.map { $0.flatMap { metric.value($0) } } == expected, "\(metric.name)")
            }
        }
    }

    @Test func `every metric is known somewhere in what they are compared on`() throws {
        let intervals = try Self.telling().flatMap { Self.intervals(of: $0) }
        let unknown = MetricCatalog.all.filter { metric in
            !intervals.contains { $0.flatMap { metric.value($0) } != nil }
        }
        #expect(unknown.map(\.name) == [])
    }

    @Test func `a search that is told to stop finds nothing`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Self.incidents.prefix(70)))
        let condition = try #require(Condition(parsing: "used_memory > 1"))
        let reader = try RecordingReader(opening: file.path)
        #expect(SearchStretch(0..<70, of: reader, for: condition) { true } == nil)
    }
}
