import CacheMetrics
import Polling
import RESP
import TestSupport
import Testing

/// A walk over a replica's keys in place of its primary's.
struct ReplicaWalkTests {
    private func poller(_ server: RedisServer) -> Poller<ContinuousClock> {
        server.poller {
            $0.interval = .milliseconds(200)
            $0.sampleBudget = 0.05
            $0.walksReplica = true
        }
    }

    private func calls(of command: String, _ server: RedisServer) async throws -> Bool {
        let info = InfoReport(try await server.send(["INFO", "commandstats"])[0].bytes ?? [])
        return info.text(of: InfoName("cmdstat_\(command)")) != nil
    }

    /// Waits until a server says that it has a replica with all its data.
    private func waitUntilOnline(at primary: RedisServer) async throws {
        var isOnline = false
        while !isOnline {
            let info = InfoReport(try await primary.send(["INFO", "replication"])[0].bytes ?? [])
            isOnline = info.replicas.contains(where: \.isOnline)
            await Task.yield()
        }
    }

    /// A server with 3,000 keys, some of which are used, and a replica that has them all.
    private func pair() async throws -> (primary: RedisServer, replica: RedisServer) {
        let primary = try await RedisServer.start("--repl-diskless-sync-delay", "0")
        let fill = "for i = 1, 3000 do redis.call('SET', 'user:' .. i, 'text ' .. i, 'EX', 900) end"
        try await primary.send(["EVAL", fill, "0"])
        let replica = try await RedisServer.start("--replicaof", "127.0.0.1", "\(primary.port)")
        try await waitUntilOnline(at: primary)
        return (primary, replica)
    }

    @Test(.timeLimit(.minutes(4)))
    func `the primary is asked what only it knows, and the replica all else`() async throws {
        let (primary, replica) = try await pair()
        var poller = poller(primary)
        var survey: KeySurvey?
        while survey?.sweeps ?? 0 < 2 { survey = try #require(await poller.nextSample()).survey }
        let found = try #require(survey)
        #expect(found.replica == Array("127.0.0.1:\(replica.port)".utf8))
        #expect(found.patterns.everything.keys == 3_000)
        #expect(found.patterns.everything.lasting == 0)
        #expect(found.hottest.allSatisfy { $0.idleSeconds != nil })
        // Sizes and types are asked of the primary too: of what may be a counter or a board.
        for command in ["scan", "pttl"] {
            let (here, there) = (
                try await calls(of: command, primary), try await calls(of: command, replica)
            )
            #expect(!here && there, "\(command)")
        }
        let (here, there) = (
            try await calls(of: "object|idletime", primary),
            try await calls(of: "object|idletime", replica)
        )
        #expect(here && !there)
    }

    @Test(.timeLimit(.minutes(4)))
    func `without its replica the primary is walked over, from the beginning`() async throws {
        let (primary, replica) = try await pair()
        var poller = poller(primary)
        while try #require(await poller.nextSample()).survey?.sweeps ?? 0 < 1 {}
        // It hangs up in place of an answer.
        _ = try? await replica.send(["SHUTDOWN", "NOSAVE", "NOW"])
        var survey: KeySurvey?
        while survey?.replica != nil || survey?.sweeps ?? 0 < 3 {
            survey = try #require(await poller.nextSample()).survey
        }
        #expect(survey?.patterns.everything.keys == 3_000)
        let walked = try await calls(of: "scan", primary)
        #expect(walked)
    }

    @Test(.timeLimit(.minutes(4)))
    func `nobody else's server is taken for the replica`() async throws {
        let primary = try await RedisServer.start("--repl-diskless-sync-delay", "0")
        try await primary.send(["SET", "key", "value"])
        let stranger = try await RedisServer.start()
        // A replica that says it listens elsewhere: its primary repeats that to everybody.
        let liar = try await RedisServer.start(
            "--replicaof",
            "127.0.0.1",
            "\(primary.port)",
            "--replica-announce-port",
            "\(stranger.port)"
        )
        try await waitUntilOnline(at: primary)
        _ = liar
        var poller = poller(primary)
        while try #require(await poller.nextSample()).survey?.sweeps ?? 0 < 1 {}
        let asked = try await calls(of: "scan", stranger)
        #expect(!asked)
    }

    @Test(.timeLimit(.minutes(4)))
    func `a replica is not asked unless that was wanted`() async throws {
        let (primary, replica) = try await pair()
        var poller = primary.poller {
            $0.interval = .milliseconds(100)
            $0.sampleBudget = 0.05
        }
        while try #require(await poller.nextSample()).survey?.sweeps ?? 0 < 1 {}
        let asked = try await calls(of: "scan", replica)
        #expect(!asked)
    }
}
