import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// What protects a server, by what it says of its settings, and how seldom it is asked.
struct ProtectionCollectorTests {
    /// What a server of a version answers, a setting that it does not know left out.
    private func protection(
        _ settings: [ServerSetting: String],
        version: String = "7.0.15"
    ) throws -> Protection {
        var collector = ProtectionCollector()
        var sample = Sample(roundTripMicroseconds: 1, info: .of(["redis_version": version]))
        let replies = ServerSetting.allCases.map { setting -> RESPValue in
            let value = settings[setting].map { Array($0.utf8) }
            return .array(value.map { [.bulk(Array(setting.rawValue.utf8)), .bulk($0)] } ?? [])
        }
        collector.record(replies, into: &sample)
        return try #require(sample.protection)
    }

    @Test(arguments: [
        ("* -::*", UInt64(2)), ("127.0.0.1 -::1", 0), ("127.0.0.1 10.0.0.5", 1), ("", 0),
        ("::ffff:127.0.0.1 localhost", 0), ("fe80::1 -0.0.0.0", 2),
    ])
    func `an address that other machines reach is counted`(bind: String, outside: UInt64) throws {
        let found = try protection([.bind: bind, .port: "6379", .protectedMode: "no"])
        #expect(found.outsideAddresses == outside)
        #expect(!found.hasProtectedMode && !found.wantsCertificates)
        #expect(found.letsStrangersIn == nil)
    }

    @Test func `an old server without an address listens on all of them`() throws {
        #expect(try protection([.bind: "", .port: "1"], version: "6.0.9").outsideAddresses == 1)
    }

    @Test func `a server without a port is reached by nobody outside`() throws {
        let found = try protection([.bind: "*", .port: "0", .tlsPort: "0"])
        #expect(found.outsideAddresses == 0)
    }

    @Test func `certificates protect only where there is no plain port`() throws {
        let safe: [ServerSetting: String] = [
            .bind: "*", .port: "0", .tlsPort: "6380", .tlsAuthClients: "yes",
        ]
        #expect(try protection(safe).wantsCertificates)
        var plain = safe
        plain[.port] = "6379"
        #expect(try !protection(plain).wantsCertificates)
        var optional = safe
        optional[.tlsAuthClients] = "optional"
        #expect(try !protection(optional).wantsCertificates)
    }

    @Test func `a refusal is no protection, and is not asked about at once`() {
        var collector = ProtectionCollector()
        var sample = Sample(roundTripMicroseconds: 1, info: .of(["uptime_in_seconds": "9"]))
        let refusal = RESPValue.error(Array("NOPERM no permissions to run this".utf8))
        collector.record(collector.commands.map { _ in refusal }, into: &sample)
        #expect(sample.protection == nil && collector.commands.isEmpty)
    }

    @Test func `settings are asked for every five minutes, and after a restart`() {
        var collector = ProtectionCollector()
        var asked: [Int] = []
        for uptime in Array(100..<800) + Array(0..<10) {
            let fields: KeyValuePairs = ["uptime_in_seconds": "\(uptime)"]
            var sample = Sample(roundTripMicroseconds: 1, info: .of(fields))
            let commands = collector.commands
            if !commands.isEmpty { asked.append(uptime) }
            collector.record(commands.map { _ in .array([]) }, into: &sample)
        }
        #expect(asked == [100, 401, 702, 1])
    }
}
