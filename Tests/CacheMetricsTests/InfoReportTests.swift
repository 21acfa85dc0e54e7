import CacheMetrics
import RESP
import TestSupport
import Testing

struct InfoReportTests {
    @Test(
        arguments: Fixture.servers,
        ["info-everything.resp2", "info-everything.resp3", "info-all.resp2", "info.resp3"]
    )
    func `no field of any server is lost`(server: String, file: String) throws {
        let report = try #require(try report(server, file))
        var count = 0
        for line in report.bytes.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            let text = line.last == 0x0D ? line.dropLast() : line
            let isError = text.starts(with: "errorstat_".utf8)
            guard let colon = isError ? text.lastIndex(of: 0x3A) : text.firstIndex(of: 0x3A) else {
                continue
            }
            let name = InfoName(String(decoding: text[..<colon], as: UTF8.self))
            #expect(report.text(of: name)?.elementsEqual(text[(colon + 1)...]) == true, "\(name)")
            count += 1
        }
        #expect(count == report.count)
        #expect(count > 100)
    }

    @Test func `a primary's replicas are read, and nonsense among them is not`() {
        let lines = [
            "slave0:ip=10.0.0.2,port=6380,state=online,offset=5,lag=0", "slave_priority:100",
            "slave1:ip=fe80::1,port=6381,state=wait_bgsave,offset=0,lag=0", "slave2:ip=,port=1",
            "slave3:ip=a,port=99999", "slave4:port=1", "slave5:",
        ]
        let report = InfoReport(Array(lines.joined(separator: "\r\n").utf8))
        #expect(
            report.replicas == [
                Replica(host: Array("10.0.0.2".utf8), port: 6_380, isOnline: true),
                Replica(host: Array("fe80::1".utf8), port: 6_381, isOnline: false),
            ]
        )
    }

    @Test(arguments: Fixture.servers)
    func `what every cache has is read from every server`(server: String) throws {
        let report = try #require(try report(server, "info-everything.resp2"))
        #expect(report[.usedMemory] ?? 0 > 100_000)
        #expect(report[.keyspaceHits] != nil && report[.keyspaceMisses] != nil)
        #expect(report[.maxmemory] == 0)
        #expect(report[.runID]?.count == 40)
        #expect(report.keys ?? 0 > 1_000)
        #expect(report.commands.contains { $0.name == Array("get".utf8) && $0.calls > 0 })
    }

    @Test func `what a version does not have is absent, not zero`() throws {
        let old = try #require(try report("redis-6.2.14", "info-everything.resp2"))
        #expect(old[.timeOverLimit] == nil)
        #expect(old[.usedMemoryScripts] == nil)
        let new = try #require(try report("redis-7.0.15", "info-everything.resp2"))
        #expect(new[.timeOverLimit] == 0)
    }

    @Test func `Valkey is known as Valkey`() throws {
        let report = try #require(try report("valkey-8.0.1", "info-everything.resp2"))
        #expect(report[.valkeyVersion] == Array("8.0.1".utf8))
        #expect(report[.redisVersion] == Array("7.2.4".utf8))
    }

    @Test func `an error's name may hold anything, colons and escapes too`() throws {
        let report = try #require(try report("redis-7.0.15", "info-everything.resp2"))
        #expect(
            report.errors.contains { $0.name == Array("E\u{1B}]0;t\u{7}X".utf8) && $0.count == 1 }
        )
        let odd = InfoReport(Array("errorstat_a:b:count=3\r\n".utf8))
        #expect(odd.errors.first?.name == Array("a:b".utf8))
        #expect(odd.errors.first?.count == 3)
    }

    @Test func `a hostile client cannot make us list more than 1,000 errors`() {
        let lines = (0..<2_000).map { "errorstat_E\($0):count=1" }.joined(separator: "\r\n")
        #expect(InfoReport(Array(lines.utf8)).errors.count == 1_000)
    }

    @Test(arguments: [
        "", "18446744073709551616", "18446744073709540000", "9223372036854775808", "-1", "1.5",
        "nan", " 1", "0x10",
    ])
    func `what is no count is not read as one`(value: String) {
        #expect(InfoReport(Array("used_memory:\(value)\r\n".utf8))[.usedMemory] == nil)
    }

    @Test(arguments: ["nan", "-nan", "inf", "", "0x1p3", "1e400"])
    func `what is no number is not read as one`(value: String) {
        #expect(
            InfoReport(Array("mem_fragmentation_ratio:\(value)\r\n".utf8))[.fragmentationRatio]
                == nil
        )
    }

    @Test func `a server without keys has none, and one that says nothing is not known`() {
        #expect(InfoReport(Array("# Keyspace\r\n".utf8)).keys == 0)
        #expect(InfoReport(Array("# Server\r\n".utf8)).keys == nil)
        let two = InfoReport(
            Array("# Keyspace\r\ndb0:keys=3,expires=1,avg_ttl=0,subexpiry=9\r\ndb7:keys=4\r\n".utf8)
        )
        #expect(two.keys == 7)
        #expect(two.expiringKeys == 1)
    }

    @Test func `damaged reports are read without a trap`() throws {
        let bytes = try #require(try report("redis-7.4.1", "info-everything.resp2")).bytes
        var mutations = Mutations(of: bytes, seed: 7)
        for _ in 0..<300 {
            let report = InfoReport(mutations.next())
            _ = (
                report.commands, report.errors, report.databases, report[.usedMemory],
                report[.fragmentationRatio]
            )
        }
    }

    private func report(_ server: String, _ file: String) throws -> InfoReport? {
        var decoder = RESPDecoder()
        decoder.append(try Fixture("replies/\(server)/\(file)").bytes)
        guard case .reply(let value)? = try decoder.next() else { return nil }
        return value.bytes.map { InfoReport($0) }
    }
}
