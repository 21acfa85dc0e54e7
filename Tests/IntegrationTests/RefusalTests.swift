import CacheMetrics
import Dashboard
import Painting
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// Each command refused, one at a time: what is missing is named, and the rest goes on.
@Suite(.serialized)
struct RefusalTests {
    private static let fill = """
        for i = 1, 300 do redis.call('SET', 'page:' .. i, i .. 'text', 'EX', 900 + i) end
        for i = 1, 30 do redis.call('ZADD', 'trending', i, 'post:' .. i) end
        for i = 1, 100 do redis.call('SADD', 'tag:' .. i, 'page:' .. i, 'page:' .. i + 1) end
        for i = 1, 100 do redis.call('SET', 'blob:' .. i, string.rep('x', 2000)) end
        for i = 1, 900 do redis.call('XADD', 'events', '*', 'text', string.rep('x', 99)) end
        redis.call('SET', 'hits', 12)
        redis.call('SET', 'misses', 3)
        """

    /// What is known after some beats, and what the screen says.
    private func watch(
        _ server: RedisServer
    ) async throws -> (sample: Sample, screens: String) {
        try await server.send(["EVAL", Self.fill, "0"])
        var poller = server.poller {
            ($0.interval, $0.probeShare) = (.milliseconds(100), 1)
            $0.readsValues = true
            $0.counters = [
                CounterKeys(name: "app", hits: Array("hits".utf8), misses: Array("misses".utf8))
            ]
        }
        let setting = Scene.Setting(target: "n", interval: .milliseconds(100), zoneSeconds: 0)
        var state = DashboardState(setting, width: 140, height: 45)
        var last: Sample?
        for _ in 0..<16 {
            guard let reading = await poller.next() else { break }
            _ = state.apply(.reading(reading))
            if case .sample(let sample) = reading.content { last = sample }
        }
        var screens = ""
        for digit in [1, 2, 3, 4, 5, 7] {
            for key in [Key.character(Unicode.Scalar(UInt8(48 + digit))), .enter] {
                _ = state.apply(.key(key))
            }
            screens += Screen.canvas(of: state.scene, width: 140, height: 45).text
        }
        return (try #require(last), screens)
    }

    static let kinds = ReadCommand.Kind.allCases.filter {
        ![.info, .objectIdleTime, .hotKeys, .slotStatistics, .scanType].contains($0)
    }

    @Test(.timeLimit(.minutes(4)), arguments: kinds)
    func `a command that may not be run is named`(kind: ReadCommand.Kind) async throws {
        let server = try await RedisServer.start("--maxmemory-policy", "allkeys-lfu")
        try await server.send(["ACL", "SETUSER", "default", "-" + kind.statisticsName])
        let (sample, screens) = try await watch(server)
        let refusal = Refusal(accessRule: kind.accessRule, reason: .notPermitted)
        #expect(sample.refusals == [refusal])
        #expect(sample.info[.usedMemory] ?? 0 > 0)
        // What needs the command is not there, or comes another way; the screen never says otherwise.
        switch kind {
        case .scan:
            #expect(sample.survey?.keysSeen == 0)
            #expect(screens.contains("needs +scan"))
        case .memoryUsage: #expect(sample.survey?.biggest.isEmpty == true)
        case .clientList:
            #expect(sample.clients == nil)
            #expect(screens.contains("needs +client|list"))
        case .streamGroups:
            let groups = sample.survey?.streams.map(\.groups)
            #expect(groups == [nil])
        case .topMembers: #expect(screens.contains("needs +zrevrange"))
        case .startTracking, .trackNext, .settings, .timeToLive, .objectFrequency,
            .objectEncoding:
            #expect(sample.boards?.first?.rows.count == 30)
        case .info, .latencyHistogram, .slowLog, .objectIdleTime, .type, .sortedSetSize, .beginning,
            .hotKeys, .someMembers, .setSize, .slotStatistics, .databaseSize, .scanType:
            break
        }
    }

    @Test(
        .timeLimit(.minutes(4)),
        arguments: ["SCAN", "MEMORY", "OBJECT", "ZREVRANGE", "LATENCY", "CLIENT", "CONFIG"]
    )
    func `a command the server does not know is named`(name: String) async throws {
        let server = try await RedisServer.start(
            "--rename-command",
            name,
            "",
            "--maxmemory-policy",
            "allkeys-lfu"
        )
        let (sample, screens) = try await watch(server)
        let rules = sample.refusals.map(\.accessRule)
        #expect(rules.contains { $0.hasPrefix("+" + name.lowercased()) }, "\(rules)")
        #expect(sample.refusals.allSatisfy { $0.reason == .unknownCommand })
        #expect(name != "SCAN" || screens.contains("not available on this server: scan"))
        #expect(sample.info[.usedMemory] ?? 0 > 0)
    }
}
