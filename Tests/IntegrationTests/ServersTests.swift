import CacheMetrics
import Foundation
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// What holds on every server: Redis 6.2, 7.0 and 8.2, Valkey 8.1 and 9.1.
@Suite(.timeLimit(.minutes(5))) struct ServersTests {
    /// A server with `CountedKeyspace`, perhaps as the only node of a cluster.
    private func filled(
        _ program: ServerProgram,
        isOfCluster: Bool,
        _ options: String...
    ) async throws -> RedisServer {
        let cluster = isOfCluster ? ["--cluster-enabled", "yes"] : []
        let server = try await RedisServer.start(cluster + options, on: program)
        if isOfCluster { try await CountedKeyspace.joinAlone(server) }
        try await CountedKeyspace.fill(server)
        return server
    }

    private func lookups(_ server: RedisServer) async throws -> Double {
        let info = InfoReport(try await server.send(["INFO", "stats"])[0].bytes ?? [])
        return Double(try #require(info[.keyspaceHits]) + #require(info[.keyspaceMisses]))
    }

    @Test(arguments: ServerProgram.allCases)
    func `the server is installed and is the version it is named for`(
        program: ServerProgram
    ) async throws {
        let server = try await RedisServer.start(on: program)
        let info = InfoReport(try await server.send(["INFO", "server"])[0].bytes ?? [])
        let isValkey = info[.valkeyVersion] != nil
        let version = try #require(info[isValkey ? .valkeyVersion : .redisVersion])
        let name = (isValkey ? "valkey-" : "redis-") + String(decoding: version, as: UTF8.self)
        #expect(name.hasPrefix(program.rawValue + "."))
    }

    @Test(arguments: ServerProgram.allCases, [false, true])
    func `every key's size is what the server says it is, and few lookups are made`(
        program: ServerProgram,
        isOfCluster: Bool
    ) async throws {
        let server = try await filled(program, isOfCluster: isOfCluster)
        let sizes = try await CountedKeyspace.sizes(server)
        #expect(sizes.count == CountedKeyspace.keys)
        let before = try await lookups(server)
        let run = try await Hitscope.run("keys", server.address, "--json")
        #expect(run.code == 0, "\(run.error)")
        let report = JSONObject(run.output)
        let counted = try await lookups(server) - before
        let told = try #require(report["cost"]["false_hits_removed"].number)
        #expect(told == counted && told <= 5_000, "\(counted) of them \(told)")
        #expect(report["patterns"]["sampled"].number == Double(CountedKeyspace.keys))
        #expect(report["patterns"]["coverage"].number == 1)
        #expect(report["next"].isNull)
        for (pattern, keys) in CountedKeyspace.patterns {
            let rows = report["patterns"]["rows"].elements
            let row = try #require(rows.first { $0["pattern"].text == pattern }, "\(pattern)")
            let bytes = sizes.filter { CountedKeyspace.follows($0.key, pattern) }.values
                .reduce(0, +)
            #expect(row["keys"].number == Double(keys) && row["keys_high"].number == Double(keys))
            #expect(row["bytes"].number == bytes, "\(pattern)")
            let lasting = try #require(row["no_ttl_share"].number)
            #expect(lasting == (pattern == "cache:item:*" ? 0 : 1), "\(pattern)")
        }
        let biggest = report["big_keys"].elements.map { $0["bytes"].number }
        #expect(biggest == sizes.values.sorted(by: >).prefix(biggest.count).map { $0 })
    }

    @Test(arguments: ServerProgram.allCases, [false, true])
    func `a part of the keys says how many there are within its intervals`(
        program: ServerProgram,
        isOfCluster: Bool
    ) async throws {
        let server = try await filled(program, isOfCluster: isOfCluster)
        let run = try await Hitscope.run("keys", server.address, "--keys", "3000", "--json")
        #expect(run.code == 0, "\(run.error)")
        let report = JSONObject(run.output)
        let coverage = try #require(report["patterns"]["coverage"].number)
        #expect((0.25...0.45).contains(coverage))
        #expect(report["next"].text != nil)
        for (pattern, truth) in CountedKeyspace.patterns.prefix(2) {
            let rows = report["patterns"]["rows"].elements
            let row = try #require(rows.first { $0["pattern"].text == pattern }, "\(pattern)")
            let (low, high) = (row["keys_low"].number ?? .infinity, row["keys_high"].number ?? 0)
            // Twice the interval: a true value falls outside once in ten thousand runs.
            let (middle, reach) = ((low + high) / 2, (high - low) / 2)
            #expect(abs(middle - Double(truth)) < 2 * reach, "\(pattern): \(low)…\(high)")
            #expect(reach / Double(truth) < 0.15)
        }
    }

    @Test(arguments: ServerProgram.allCases, [false, true])
    func `the survey says that it has seen every key once it has, and not before`(
        program: ServerProgram,
        isOfCluster: Bool
    ) async throws {
        let server = try await filled(program, isOfCluster: isOfCluster)
        var poller = server.poller {
            ($0.interval, $0.sampleBudget) = (.milliseconds(50), 0.05)
        }
        var (partial, whole) = (0, 0)
        for _ in 0..<600 where whole < 3 {
            guard let survey = await poller.nextSample()?.survey, survey.keysSeen > 0 else {
                continue
            }
            if survey.sweeps == 0 {
                partial += 1
                #expect(survey.patterns.sampled <= UInt64(CountedKeyspace.keys))
                #expect(survey.progress < 1)
            } else {
                whole += 1
                #expect(survey.patterns.sampled == UInt64(CountedKeyspace.keys))
            }
        }
        #expect(partial > 0 && whole == 3)
    }

    @Test(arguments: ServerProgram.allCases)
    func `what was recorded can be verified, and redacted`(program: ServerProgram) async throws {
        let server = try await filled(program, isOfCluster: false)
        let (file, redacted) = (try TemporaryFile(), try TemporaryFile())
        let record = try await Hitscope.run(
            "record",
            server.address,
            "-o",
            file.path,
            "--samples",
            "4",
            "--interval",
            "250ms"
        )
        #expect(record.code == 0, "\(record.error)")
        let verify = try await Hitscope.run("verify", file.path)
        #expect(verify.code == 0, "\(verify.error) \(verify.output)")
        let snapshot = JSONObject(
            try await Hitscope.run("snapshot", file.path, "--json").output
        )
        let metrics = snapshot["nodes"][0]["metrics"]
        #expect(metrics["keys"].number == Double(CountedKeyspace.keys))
        let redact = try await Hitscope.run("redact", file.path, "-o", redacted.path)
        #expect(redact.code == 0, "\(redact.error)")
        let text = String(decoding: try redacted.bytes(), as: UTF8.self)
        #expect(!text.contains("cache:item") && !text.contains("profile"))
        #expect(try await Hitscope.run("verify", redacted.path).code == 0)
    }
}
