import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// What hash slots do, from replies of servers that count it, and others made like them.
struct SlotCollectorTests {
    private func reply(_ name: String) throws -> RESPValue {
        var decoder = RESPDecoder()
        decoder.append(try Fixture("replies/\(name)").bytes)
        guard case .reply(let value)? = try decoder.next() else { return .null }
        return value
    }

    private func sample(_ seconds: Int, _ fields: [String: String]) -> Sample {
        let time = ["server_time_usec": "\(seconds * 1_000_000)"]
        let lines = fields.merging(time) { first, _ in first }.map { "\($0):\($1)\r\n" }
        return Sample(roundTripMicroseconds: 1, info: InfoReport(Array(lines.joined().utf8)))
    }

    private let node = ["cluster_enabled": "1", "redis_version": "8.2.0"]

    /// A reply of a range, in which some slots have counted so many microseconds.
    private func rows(_ cpu: [Int64: Int64]) -> RESPValue {
        .array(
            cpu.sorted { $0.key < $1.key }.map { slot, microseconds in
                .array([
                    .integer(slot),
                    .array([
                        .bulk(Array("key-count".utf8)), .integer(slot + 1),
                        .bulk(Array("cpu-usec".utf8)), .integer(microseconds),
                        .bulk(Array("network-bytes-in".utf8)), .integer(0),
                        .bulk(Array("network-bytes-out".utf8)), .integer(2 * microseconds),
                    ]),
                ])
            }
        )
    }

    /// The survey after two rounds over all slots, 32 s apart, whose first range has these counts.
    private func report(_ first: RESPValue, _ second: RESPValue) -> SlotReport? {
        var collector = SlotCollector()
        var begin = sample(0, node)
        collector.record([], into: &begin)
        var last = begin
        for beat in 1...33 {
            let replies = beat == 1 ? first : beat == 33 ? second : .array([])
            last = sample(beat, node)
            collector.record([replies], into: &last)
        }
        return last.survey?.slots
    }

    @Test func `a slot's rates are those between two looks at it`() throws {
        let found = report(
            rows([3: 1_000_000, 7: 50, 511: 0]),
            rows([3: 1_640_000, 7: 114, 511: 0])
        )
        let report = try #require(found)
        #expect(report.slots == 3)
        #expect(report.microsecondsPerSecond == 20_002)
        #expect(report.medianMicrosecondsPerSecond == 2)
        let busiest = try #require(report.busiest.first)
        #expect((busiest.slot, busiest.keys) == (3, 4))
        #expect(busiest.microsecondsPerSecond == 20_000)
        #expect(busiest.bytesOutPerSecond == 40_000)
        #expect(try #require(report.share(of: busiest)) > 0.999)
    }

    @Test func `a slot that was moved or whose counters were reset has no rate`() throws {
        let moved = try #require(report(rows([3: 1_000, 7: 50]), rows([7: 114])))
        #expect(moved.busiest.map(\.slot) == [7])
        let reset = try #require(report(rows([3: 1_000]), rows([3: 10])))
        #expect(reset.busiest.first?.microsecondsPerSecond == nil)
        #expect(reset.microsecondsPerSecond == nil)
    }

    @Test(arguments: ["resp2", "resp3"])
    func `what a real server answered is read in both protocols`(format: String) throws {
        let reply = try reply("valkey-8.0.1/cluster/slot-stats-top.\(format)")
        let rows = reply.elements ?? []
        try #require(!rows.isEmpty)
        var collector = SlotCollector()
        var begin = sample(0, node)
        collector.record([], into: &begin)
        // Slots of any number: each range is answered with all there were.
        for beat in 1...64 {
            var next = sample(beat, node)
            collector.record([reply], into: &next)
            begin = next
        }
        let report = try #require(begin.survey?.slots)
        #expect(report.slots > 0)
        #expect(report.busiest.allSatisfy { $0.microsecondsPerSecond == 0 && $0.keys > 0 })
    }

    @Test(arguments: [
        ["cluster_enabled": "0", "redis_version": "8.2.0"],
        ["cluster_enabled": "1", "redis_version": "7.4.1"],
        ["cluster_enabled": "1", "redis_version": "7.2.4", "valkey_version": "7.2.6"],
        ["redis_version": "8.2.0"],
    ])
    func `a server that does not count by slot is not asked`(fields: [String: String]) {
        var collector = SlotCollector()
        var first = sample(0, fields)
        collector.record([], into: &first)
        #expect(collector.commands.isEmpty)
    }

    @Test(arguments: [
        RESPValue.null, .array([.integer(3)]), .array([.array([.integer(-1), .null])]),
        .array([.array([.integer(99_999), .array([])])]), .error(Array("ERR no".utf8)),
    ])
    func `an answer that makes no sense tells nothing`(reply: RESPValue) {
        #expect(report(reply, reply)?.busiest.isEmpty ?? true)
    }

    @Test func `each slot is asked about in turn, and no more at once than is harmless`() {
        var collector = SlotCollector()
        var first = sample(0, node)
        collector.record([], into: &first)
        var met: Set<Int64> = []
        for beat in 1...32 {
            for case .slotStatistics(let from, let to) in collector.commands {
                #expect(to - from == 511)
                met.formUnion(from...to)
            }
            var next = sample(beat, node)
            collector.record([.array([])], into: &next)
        }
        #expect(met == Set(0...16_383))
    }
}
