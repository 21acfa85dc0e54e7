import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// Who is connected, as real servers told it, and how seldom they are asked.
struct ClientCollectorTests {
    private func listing(_ server: String, _ format: String) throws -> RESPValue {
        var decoder = RESPDecoder()
        decoder.append(try Fixture("replies/\(server)/client-list.\(format)").bytes)
        guard case .reply(let value)? = try decoder.next() else { return .null }
        return value
    }

    private func sample(uptime: Int, connected: Int = 3) -> Sample {
        Sample(
            roundTripMicroseconds: 1,
            info: .of(["uptime_in_seconds": "\(uptime)", "connected_clients": "\(connected)"])
        )
    }

    @Test(arguments: Fixture.servers, ["resp2", "resp3"])
    func `connections of each version are read in both protocols`(
        server: String,
        format: String
    ) throws {
        var collector = ClientCollector()
        var sample = sample(uptime: 1_000)
        let reply = try listing(server, format)
        collector.record([reply], into: &sample)
        let report = try #require(sample.clients)
        let lines = (reply.bytes ?? []).split(separator: 0x0A)
        #expect(report.count + report.watchers == UInt64(lines.count))
        #expect(report[.subscriber].count == 1)
        let subscriber = try #require(report.heaviest.first { $0.kind == .subscriber })
        #expect(subscriber.channels == 1 && subscriber.command == Array("subscribe".utf8))
        #expect(report.heaviest.contains { $0.name == Array("web-1".utf8) })
        #expect(report.heaviest.allSatisfy { $0.memoryBytes ?? 0 > 0 })
    }

    @Test func `they are asked for every ten seconds, and of many more seldom`() {
        for (connected, pause) in [(3, 10), (1_000, 10), (1_500, 15), (2_000, 20)] {
            var collector = ClientCollector()
            var asked: [Int] = []
            for uptime in 100..<200 {
                var sample = sample(uptime: uptime, connected: connected)
                let replies = collector.commands.map { _ in RESPValue.bulk([]) }
                if !replies.isEmpty { asked.append(uptime) }
                collector.record(replies, into: &sample)
            }
            #expect(asked.count >= 5)
            #expect(
                zip(asked, asked.dropFirst()).allSatisfy { (pause...(pause + 1)).contains($1 - $0) }
            )
        }
    }

    @Test func `a server with too many is not asked, and that is said`() {
        var collector = ClientCollector()
        var reports: [ClientReport] = []
        for uptime in 100..<130 {
            var sample = sample(uptime: uptime, connected: 2_001)
            collector.record([], into: &sample)
            #expect(collector.commands.isEmpty)
            if let report = sample.clients { reports.append(report) }
        }
        #expect(reports.map(\.unlisted) == [2_001, 2_001])
    }

    @Test func `a server that began anew is asked at once, one that refuses is not`() {
        var collector = ClientCollector()
        var first = sample(uptime: 5_000)
        collector.record([.bulk([])], into: &first)
        #expect(collector.commands.isEmpty)
        var restarted = sample(uptime: 2)
        collector.record([], into: &restarted)
        #expect(collector.commands == [.clientList])
        collector.record([.error(Array("NOPERM no".utf8))], into: &restarted)
        #expect(collector.commands.isEmpty && restarted.clients == nil)
    }

    @Test(arguments: [
        ("hitscope", true), ("hitscope-4711", true), ("hitscope-keys-4711", true),
        ("hitscope-exporter", false), ("hitscopes", false), ("hitscope-", false),
        ("hitscope-web-4711", false), ("hitscope-4711-b", false), ("", false),
    ])
    func `only a name of exactly our form is ours`(name: String, isOurs: Bool) {
        let line = "id=1 addr=1.2.3.4:5 name=\(name) flags=N cmd=get"
        let report = ClientReport(listing: Array(line.utf8))
        #expect(report.watchers == (isOurs ? 1 : 0) && report.count == (isOurs ? 0 : 1))
    }

    @Test func `our own connections are counted apart, and hostile lines hurt nobody`() {
        let lines = [
            "id=1 addr=1.2.3.4:5 name=a=b flags=bN omem=7 idle=301 tot-mem=50 cmd=blpop",
            "id=2 addr=[::1]:6 name=hitscope-9 flags=N omem=99999", "id=x addr=1:1", "", "id=3",
            "id=4 addr=/tmp/s:0 name= flags=S omem=9223372036854775807 tot-mem=-1",
            "id=5 addr= flags=\u{1B}[2J omem=18446744073709551616",
        ]
        let report = ClientReport(listing: Array(lines.joined(separator: "\n").utf8))
        #expect(report.watchers == 1 && report.count == 3)
        #expect(report.heaviest.map(\.id) == [4, 1, 5])
        #expect(report.heaviest[1].name == Array("a=b".utf8))
        #expect(report.heaviest[2].outputBytes == nil)
        #expect(report[.normal].blocked == 1 && report[.normal].idle == 1)
        #expect(report[.replica].outputBytes == UInt64(Int64.max))
    }
}
