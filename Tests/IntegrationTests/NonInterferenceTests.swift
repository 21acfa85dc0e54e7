import CacheMetrics
import Polling
import RESP
import TestSupport
import Testing

/// Watching changes nothing of what is watched.
struct NonInterferenceTests {
    private static let fill = """
        for i = 1, 2000 do
            redis.call('SET', 'user:' .. i .. ':name', 'name ' .. i)
            redis.call('HSET', 'user:' .. i .. ':profile', 'a', i, 'b', i * 2)
        end
        for i = 1, 300 do redis.call('ZADD', 'scores:all', i, 'member ' .. i) end
        """

    /// Watches a server with ten times the usual budget until its keys were met so often.
    private func watch(_ server: RedisServer, sweeps: UInt64) async throws {
        var poller = server.poller {
            $0.interval = .milliseconds(100)
            $0.sampleBudget = 0.05
        }
        while true {
            let survey = try #require(await poller.nextSample()?.survey)
            if survey.sweeps >= sweeps { return }
        }
    }

    private func clocks(_ server: RedisServer, _ kind: String) async throws -> [Int64?] {
        let commands = (1...200).map { ["OBJECT", kind, "user:\($0):name"] }
        return try await server.send(
            commands.map { RESPCommand($0.map { Array($0.utf8) }) }
        ).map(\.integer)
    }

    @Test(.timeLimit(.minutes(4)))
    func `LFU counters are those of a twin that nobody watched`() async throws {
        let policy = ["--maxmemory", "1gb", "--maxmemory-policy", "allkeys-lfu"]
        let (watched, twin) = (
            try await RedisServer.start(policy), try await RedisServer.start(policy)
        )
        for server in [watched, twin] { try await server.send(["EVAL", Self.fill, "0"]) }
        try await watch(watched, sweeps: 2)
        let (ours, theirs) = (try await clocks(watched, "FREQ"), try await clocks(twin, "FREQ"))
        // A use would raise a new key's counter from 5. A minute that ends between the two fills or
        // the two looks lowers one of them by one.
        for (mine, other) in zip(ours, theirs) {
            let (mine, other) = (try #require(mine), try #require(other))
            #expect(mine <= 5 && abs(mine - other) <= 1)
        }
        #expect(ours.count == 200)
    }

    @Test(.timeLimit(.minutes(4)))
    func `idle times go on, whatever is asked`() async throws {
        let server = try await RedisServer.start("--maxmemory", "1gb")
        try await server.send(["EVAL", Self.fill, "0"])
        var idle: [Int64] = []
        // A clock that any question set back would never get as far as the watching takes.
        repeat {
            try await watch(server, sweeps: 1)
            idle = try await clocks(server, "IDLETIME").compactMap(\.self)
        } while idle.contains { $0 < 3 }
        #expect(idle.count == 200)
    }

    @Test(.timeLimit(.minutes(4)))
    func `no key is changed`() async throws {
        let server = try await RedisServer.start("--enable-debug-command", "yes")
        try await server.send(["EVAL", Self.fill, "0"])
        let before = try await server.send(["DEBUG", "DIGEST"])[0]
        try await watch(server, sweeps: 2)
        #expect(try await server.send(["DEBUG", "DIGEST"])[0] == before)
        #expect(before.bytes?.count == 40)
    }

    @Test(.timeLimit(.minutes(4)), arguments: [0.01, 0.1, 1])
    func `the hit ratio is the application's at every share of probes`(
        probeShare: Double
    ) async throws {
        let server = try await RedisServer.start()
        try await server.send(["EVAL", Self.fill, "0"])
        let least: UInt64 = probeShare < 1 ? 20 : 2_000
        try await SteadyLoad.during(server) {
            var poller = server.poller {
                $0.interval = .milliseconds(500)
                ($0.sampleBudget, $0.probeShare) = (0.05, probeShare)
            }
            var history = History()
            var (probes, beats): (UInt64, Int) = (0, 0)
            while probes <= least || beats < 12 {
                guard let reading = await poller.next() else { break }
                history.fold(reading)
                beats += 1
                if case .sample(let sample) = reading.content { probes = sample.cost.falseHits }
            }
            let metrics = try #require(history.nodes.first?.metrics)
            let ratios = metrics.values(of: .hitRatio, since: 0).map(\.value)
            #expect(ratios.count >= 5)
            #expect(probes > least)
            // A round of the load may be cut by a poll: two lookups of some hundreds.
            for ratio in ratios { #expect(abs(ratio - SteadyLoad.hitRatio) <= 0.000_5, "\(ratio)") }
        }
    }
}
