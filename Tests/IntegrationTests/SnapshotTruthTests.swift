import CacheMetrics
import Foundation
import RESP
import TestSupport
import Testing

/// What is shown agrees with what the server itself says of the same moment.
struct SnapshotTruthTests {
    private func info(_ server: RedisServer) async throws -> InfoReport {
        let reply = try await server.send(["INFO", "everything"])[0]
        guard case .verbatim(let bytes) = reply else {
            guard case .bulk(let bytes) = reply else { throw CancellationError() }
            return InfoReport(bytes)
        }
        return InfoReport(bytes)
    }

    private func field(_ name: String, _ report: InfoReport) throws -> Double {
        try #require(report[InfoField<Double>(name)], "\(name)")
    }

    /// What INFO says twenty times a second, as redis-cli prints it, while a snapshot is taken.
    private func look(
        at server: RedisServer
    ) async throws -> (looks: [InfoReport], run: Hitscope.Outcome) {
        let file = try TemporaryFile()
        let line = """
            redis-cli -p \(server.port) -r 80 -i 0.05 INFO everything > '\(file.path)' &
            until [ -s '\(file.path)' ]; do :; done
            '\(Hitscope.path)' snapshot \(server.address) --json
            wait
            """
        let run = try await Shell.run(line)
        let replies = String(decoding: try file.bytes(), as: UTF8.self).split(separator: "# Server")
        return (replies.map { InfoReport(Array($0.utf8)) }, run)
    }

    /// The least and the most a counter grew a second, over stretches of a length.
    private func rates(
        _ looks: [InfoReport],
        over seconds: Double,
        _ counter: (InfoReport) throws -> Double
    ) throws -> ClosedRange<Double> {
        func time(_ look: InfoReport) throws -> Double { try field("server_time_usec", look) / 1e6 }
        var rates: [Double] = []
        for (index, first) in looks.enumerated() {
            let last = try looks[index...].first { try time($0) - time(first) >= seconds }
            guard let last else { break }
            rates.append(try (counter(last) - counter(first)) / (time(last) - time(first)))
        }
        let (least, most) = (try #require(rates.min()), try #require(rates.max()))
        return least * 0.9...most * 1.1
    }

    @Test func `under load every figure agrees with what INFO said around it`() async throws {
        let server = try await RedisServer.start("--maxmemory", "64mb")
        let (looks, run) = try await SteadyLoad.during(server) { try await look(at: server) }
        let node = JSONObject(run.output)["nodes"][0]
        let metrics = node["metrics"]
        let seconds = try #require(node["interval_seconds"].number, "\(run.error)")
        func metric(_ name: String) throws -> Double {
            try #require(metrics[name].number, "\(name)")
        }
        func range(_ name: String) throws -> ClosedRange<Double> {
            let values = try looks.map { try field(name, $0) }
            return try #require(values.min())...(try #require(values.max()))
        }
        for name in ["used_memory", "maxmemory", "used_memory_peak", "used_memory_rss"] {
            let (shown, said) = (try metric("\(name)_bytes"), try range(name))
            #expect(said.contains(shown), "\(name): \(shown), INFO: \(said)")
        }
        #expect(try range("connected_clients").contains(try metric("connected_clients")))
        let keys = looks.compactMap(\.keys).map { Double($0) }
        let shown = try metric("keys")
        #expect(shown > keys.min() ?? .infinity)
        #expect(shown < keys.max() ?? 0)
        #expect(
            try rates(looks, over: seconds) { try field("total_commands_processed", $0) }
                .contains(try metric("commands_per_second"))
        )
        #expect(
            try rates(looks, over: seconds) {
                try field("keyspace_hits", $0) + field("keyspace_misses", $0)
            }.contains(try metric("hits_per_second") + metric("misses_per_second"))
        )
        #expect(abs(try metric("hit_ratio") - SteadyLoad.hitRatio) < 0.005)
    }

    @Test func `watching changes neither the data nor when it was last saved`() async throws {
        let server = try await RedisServer.start("--enable-debug-command", "yes")
        try await server.send(
            ["SET", "a", "1"],
            ["ZADD", "board", "3", "x", "2", "y"],
            ["HSET", "h", "f", "v"],
            ["SET", "b", "2", "EX", "1000"],
            ["SET", "cache_hits", "8"],
            ["SET", "cache_misses", "2"],
            ["SAVE"]
        )
        let digest = try await server.send(["DEBUG", "DIGEST"])
        #expect(digest[0].bytes?.count == 40)
        for _ in 0..<2 {
            #expect(try await Hitscope.run("snapshot", server.address).code == 0)
        }
        #expect(try await server.send(["DEBUG", "DIGEST"]) == digest)
        let report = try await info(server)
        #expect(try field("rdb_changes_since_last_save", report) == 0)
        #expect(try field("total_error_replies", report) == 0)
    }

    @Test func `the application's counters and boards are read as they are`() async throws {
        let server = try await RedisServer.start()
        try await server.send(
            ["ZADD", "trending", "30", "post:1", "20", "post:2", "10.5", "post:3"],
            ["SET", "cache_hits", "900"],
            ["SET", "cache_misses", "100"]
        )
        let run = try await Hitscope.run(
            "snapshot",
            server.address,
            "--json",
            "--board",
            "trending"
        )
        let report = JSONObject(run.output)
        let rows = report["boards"][0]["rows"].elements
        #expect(rows.compactMap { $0["member"].text } == ["post:1", "post:2", "post:3"])
        #expect(rows.compactMap { $0["score"].number } == [30, 20, 10.5])
        #expect(report["counters"][0]["name"].text == "cache")
        #expect(report["counters"][0]["hits_per_second"].number == 0)
        // Nothing was read in the interval: no ratio can be told.
        #expect(report["counters"][0]["hit_ratio"].isNull)
    }

    @Test func `a unix socket and IPv6 do as well`() async throws {
        let folder = try TemporaryFile()
        let socket = folder.path + ".sock"
        let server = try await RedisServer.start(
            "--unixsocket",
            socket,
            "--bind",
            "127.0.0.1",
            "-::1"
        )
        for address in ["unix://\(socket)", "redis://[::1]:\(server.port)"] {
            let run = try await Hitscope.run("snapshot", address, "--json")
            #expect(JSONObject(run.output)["nodes"][0]["state"].text == "up", "\(run.error)")
        }
    }
}
