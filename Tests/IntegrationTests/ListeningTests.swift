import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// Hot keys by listening, on a server whose policy keeps no frequency.
struct ListeningTests {
    private func poller(
        _ server: RedisServer,
        of kind: TrafficKind = .commands
    ) -> Poller<ContinuousClock> {
        server.poller {
            $0.interval = .milliseconds(400)
            $0.listensTo = kind
        }
    }

    private func calls(of command: String, _ server: RedisServer) async throws -> UInt64 {
        let info = InfoReport(try await server.send(["INFO", "commandstats"])[0].bytes ?? [])
        let line = info.text(of: InfoName("cmdstat_\(command)")).map {
            String(decoding: $0, as: UTF8.self)
        }
        return line.flatMap { $0.split(whereSeparator: { "=,".contains($0) }).dropFirst().first }
            .flatMap { UInt64($0) } ?? 0
    }

    @Test func `the keys that clients name most are the hottest, with their rates`() async throws {
        let server = try await RedisServer.start()
        try await SteadyLoad.during(server) {
            var poller = poller(server)
            var survey: KeySurvey?
            for _ in 0..<200 {
                survey = await poller.nextSample()?.survey
                if case .traffic(let window)? = survey?.method, window.bursts >= 10 { break }
            }
            let found = try #require(survey)
            guard case .traffic(let window) = found.method else {
                Issue.record("nothing was heard")
                return
            }
            // Of 22 commands in a round, one is INCR of `n`, and two each ask for two absent keys.
            let hottest = found.hottest.prefix(5).map { String(decoding: $0.key, as: UTF8.self) }
            #expect(hottest.contains("n"))
            let key = try #require(found.hottest.first { $0.key == Array("n".utf8) })
            let rate = try #require(found.rates[key])
            let share = rate.perSecond / (window.perSecond ?? 1)
            #expect((0.03...0.07).contains(share), "\(share) instead of 1/22")
            #expect(rate.interval?.contains(rate.perSecond) == true)
            #expect(found.hottest.count > 2)
        }
    }

    @Test func `the keys that are written most are the hottest, and reads are not heard`()
        async throws
    {
        let server = try await RedisServer.start()
        try await SteadyLoad.during(server) {
            var poller = poller(server, of: .changes)
            var survey: KeySurvey?
            for _ in 0..<200 {
                survey = await poller.nextSample()?.survey
                if case .changes(let window)? = survey?.method, window.bursts >= 5 { break }
            }
            let found = try #require(survey)
            guard case .changes = found.method else {
                Issue.record("nothing was heard")
                return
            }
            // Of 22 commands in a round two write: INCR of `n`, and SET of a new key.
            let written = found.hottest.map { String(decoding: $0.key, as: UTF8.self) }
            #expect(written.first == "n")
            #expect(written.count > 1 && !written.contains { $0.hasPrefix("absent") })
            let rate = try #require(found.hottest.first.flatMap { found.rates[$0] })
            #expect(rate.isSaturated && rate.perSecond > 1)
            let tracking = try await calls(of: "client|tracking", server)
            #expect(tracking > 0)
        }
    }

    @Test func `nobody is listened to who did not allow it`() async throws {
        let server = try await RedisServer.start()
        try await SteadyLoad.during(server) {
            var poller = server.poller { $0.interval = .milliseconds(400) }
            for _ in 0..<8 { _ = await poller.next() }
            let monitors = try await calls(of: "monitor", server)
            #expect(monitors == 0)
        }
    }

    @Test(arguments: ["monitor", "wait"])
    func `a refusal is told and not provoked again`(command: String) async throws {
        let server = try await RedisServer.start()
        try await server.send(["ACL", "SETUSER", "default", "-\(command)"])
        try await SteadyLoad.during(server) {
            var poller = poller(server)
            var refusals: [Refusal] = []
            for _ in 0..<40 {
                refusals = await poller.nextSample()?.refusals ?? []
                if !refusals.isEmpty { break }
            }
            #expect(refusals == [Refusal(accessRule: "+\(command)", reason: .notPermitted)])
            for _ in 0..<5 { _ = await poller.next() }
            let log = try await server.send(["ACL", "LOG"])[0].elements?.count
            #expect(log == 1)
        }
    }

    @Test func `a replica, which could not end a burst by itself, is not listened to`() async throws
    {
        let primary = try await RedisServer.start()
        let replica = try await RedisServer.start()
        try await replica.send(["REPLICAOF", "127.0.0.1", "\(primary.port)"])
        try await SteadyLoad.during(primary) {
            var poller = poller(replica)
            var refusals: [Refusal] = []
            for _ in 0..<40 {
                refusals = await poller.nextSample()?.refusals ?? []
                if !refusals.isEmpty { break }
            }
            #expect(refusals == [Refusal(accessRule: "+wait", reason: .other)])
        }
    }
}
