import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// Collectors, fed what real servers replied.
struct CollectorTests {
    private func reply(_ path: String) throws -> RESPValue {
        var decoder = RESPDecoder()
        decoder.append(try Fixture("replies/\(path)").bytes)
        guard case .reply(let value)? = try decoder.next() else { return .null }
        return value
    }

    private func sample(touchesKeys: Bool = false, policy: String = "allkeys-lru") -> Sample {
        var sample = Sample(roundTripMicroseconds: 1, info: .of(["maxmemory_policy": policy]))
        sample.cost.touchesKeys = touchesKeys
        return sample
    }

    @Test(arguments: ["redis-7.0.15", "redis-7.4.1", "valkey-8.0.1"], ["resp2", "resp3"])
    func `latency histograms are read in both protocols`(server: String, format: String) throws {
        var collector = LatencyCollector()
        var sample = sample()
        collector.record([try reply("\(server)/latency-histogram.\(format)")], into: &sample)
        let latencies = try #require(sample.latencies)
        let sets = try #require(latencies.first { $0.command == Array("set".utf8) })
        #expect(sets.histogram.total > 1_000)
        #expect(sets.histogram.quantile(0.5) ?? 0 > 0)
    }

    @Test func `a server without histograms has none, rather than empty ones`() throws {
        var collector = LatencyCollector()
        var sample = sample()
        collector.record([try reply("redis-6.2.14/latency-histogram.resp2")], into: &sample)
        #expect(sample.latencies == nil)
    }

    @Test(arguments: Fixture.servers, ["resp2", "resp3"])
    func `the slow log keeps commands and keys, and drops what may be values`(
        server: String,
        format: String
    ) throws {
        var collector = SlowLogCollector()
        var sample = sample()
        collector.record([try reply("\(server)/slowlog.\(format)")], into: &sample)
        let entries = try #require(sample.slowLog)
        let ranking = try #require(entries.first { $0.command == Array("ZREVRANGE".utf8) })
        #expect(ranking.key == Array("trending".utf8))
        #expect(ranking.wordCount == 5)
        #expect(ranking.client.starts(with: Array("127.0.0.1:".utf8)))
        let debug = try #require(entries.first { $0.command == Array("DEBUG".utf8) })
        #expect(debug.key == nil)
    }

    @Test(arguments: Fixture.servers, ["resp2", "resp3"])
    func `a board is read in both protocols`(server: String, format: String) throws {
        var collector = BoardCollector(named: [Array("trending".utf8)])
        var sample = sample()
        collector.record([.integer(20_000), .simple(Array("zset".utf8))], into: &sample)
        #expect(collector.commands.map(\.kind) == [.topMembers, .sortedSetSize])
        collector.record(
            [try reply("\(server)/zrevrange-trending.\(format)"), .integer(512)],
            into: &sample
        )
        let board = try #require(sample.boards?.first)
        #expect(board.state == .read)
        #expect(board.memberCount == 512)
        #expect(board.rows.count == 10)
        #expect(zip(board.rows, board.rows.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(board.rows[0].member.starts(with: Array("post:".utf8)))
    }

    @Test func `a board of huge members is refused instead of fetched`() {
        var collector = BoardCollector(named: [[1]])
        var sample = sample()
        collector.record([.integer(50_000_000), .simple(Array("zset".utf8))], into: &sample)
        #expect(collector.commands.map(\.kind) == [.sortedSetSize])
        collector.record([.integer(10)], into: &sample)
        #expect(sample.boards?.first?.state == .tooLarge)
        #expect(collector.commands.isEmpty || collector.commands.map(\.kind) == [.memoryUsage])
    }

    @Test func `a board that is no sorted set, or not there, says so`() {
        for (type, state) in [("hash", Board.State.wrongType), ("none", .missing)] {
            var collector = BoardCollector(named: [[1]])
            var sample = sample()
            collector.record([.null, .simple(Array(type.utf8))], into: &sample)
            #expect(sample.boards?.first?.state == state)
        }
    }

    @Test func `a discovered board that only we read is left alone, until others use it again`()
        throws
    {
        var collector = BoardCollector(named: [])
        let rows: RESPValue = .array([.bulk([9]), .bulk(Array("5".utf8))])
        func beat(_ replies: (ReadCommand) -> RESPValue) -> Board? {
            var sample = sample(touchesKeys: true)
            collector.record(collector.commands.map(replies), into: &sample)
            return sample.boards?.first
        }
        func answer(_ command: ReadCommand, idle: Int64 = 0) -> RESPValue {
            switch command {
            case .memoryUsage(let key): key == Array("trending".utf8) ? .integer(100) : .null
            case .type(let key):
                .simple(Array((key == Array("trending".utf8) ? "zset" : "none").utf8))
            case .topMembers: rows
            case .sortedSetSize: .integer(1)
            case .objectIdleTime: .integer(idle)
            default: .null
            }
        }
        for _ in 0..<40 { _ = beat { answer($0) } }
        #expect(!collector.commands.contains { $0.kind == .topMembers })
        var idle: Int64 = 1
        for _ in 0..<20 {
            idle += 1
            #expect(beat { answer($0, idle: idle) }?.state == .quiet)
        }
        for _ in 0..<6 { _ = beat { answer($0, idle: 0) } }
        #expect(collector.commands.contains { $0.kind == .topMembers })
    }

    @Test func `the usual counters are found by themselves, and read with GETRANGE only`() {
        var collector = CounterCollector(named: [])
        var sample = sample()
        #expect(collector.commands.map(\.kind) == [.memoryUsage])
        collector.record([.integer(56)], into: &sample)
        #expect(collector.commands.map(\.kind) == [.beginning, .beginning])
        collector.record([.bulk(Array("640".utf8)), .bulk(Array("90".utf8))], into: &sample)
        #expect(sample.counters == [CounterPair(name: "cache", hits: 640, misses: 90)])
    }

    @Test(arguments: ["", "12x", "-4", "99999999999999999999", "WRONGTYPE"])
    func `a counter that is no number is not known`(value: String) {
        var collector = CounterCollector(named: [CounterKeys(name: "p", hits: [1], misses: [2])])
        var sample = sample()
        let usual = collector.commands.count - 2
        let rest = [RESPValue](repeating: .null, count: usual)
        collector.record(
            [.bulk(Array(value.utf8)), .error(Array("WRONGTYPE".utf8))] + rest,
            into: &sample
        )
        #expect(sample.counters == [CounterPair(name: "p", hits: nil, misses: nil)])
    }

    @Test func `collectors survive being told nothing or nonsense`() {
        for var collector in CollectorCatalog.all(PollSettings(), database: 0) {
            for value: RESPValue in [
                .null, .error([]), .integer(.max), .array([.null]), .map([]), .double(.nan),
            ] {
                var sample = sample()
                collector.record(collector.commands.map { _ in value }, into: &sample)
                collector.record([], into: &sample)
            }
        }
    }
}
