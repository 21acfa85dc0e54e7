import CacheMetrics
import Foundation
import Polling
import RESP
import TestSupport
import Testing

/// One sweep over a key space that is known.
struct KeysTests {
    /// 6,000 strings that expire, 3,000 hashes that do not, and one big list.
    private func filledServer(_ options: String...) async throws -> RedisServer {
        let server = try await RedisServer.start(["--enable-debug-command", "yes"] + options)
        let script = """
            for i = 1, 6000 do
                redis.call('SET', 'cache:item:' .. i, string.rep('v', i % 50), 'EX', 500)
            end
            for i = 1, 3000 do redis.call('HSET', 'user:' .. i .. ':profile', 'name', i) end
            for i = 1, 20000 do redis.call('RPUSH', 'jobs', i) end
            """
        try await server.send(["EVAL", script, "0"])
        return server
    }

    private func keys(_ server: RedisServer, _ options: String...) async throws -> JSONObject {
        JSONObject(
            try await Hitscope.run(["keys", server.address, "--json"] + options).output
        )
    }

    private func row(_ pattern: String, _ report: JSONObject) throws -> JSONObject {
        let rows = report["patterns"]["rows"].elements
        return try #require(rows.first { $0["pattern"].text == pattern }, "\(pattern)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `hidden names are nowhere, on the screen, in JSON or in a recording`() async throws {
        let server = try await RedisServer.start("--slowlog-log-slower-than", "0")
        let fill =
            "for i = 1, 400 do redis.call('SET', 'user:' .. i .. 'secretname', i .. 'text') end"
        try await server.send(["EVAL", fill, "0"])
        let file = try TemporaryFile()
        let record = try await Hitscope.run(
            "record",
            server.address,
            "-o",
            file.path,
            "--samples",
            "4",
            "--interval",
            "250ms",
            "--hide-keys",
            "--namespace",
            "user:*"
        )
        #expect(record.code == 0, "\(record.error)")
        let snapshot = try await Hitscope.run("snapshot", file.path, "--json")
        #expect(snapshot.output.contains("user:*#"), "\(snapshot.output)")
        let keys = try await Hitscope.run(
            "keys",
            server.address,
            "--hide-keys",
            "--json",
            "--namespace",
            "user:*"
        )
        #expect(keys.output.contains("user:*#"), "\(keys.output)")
        for text in [snapshot.output, keys.output] { #expect(!text.contains("secretname")) }
        let bytes = try file.bytes()
        #expect(!String(decoding: bytes, as: UTF8.self).contains("secretname"))
    }

    @Test(.timeLimit(.minutes(4)), arguments: [true, false])
    func `streams are told with their groups, and with names only if they may be`(
        hidesKeys: Bool
    ) async throws {
        let server = try await RedisServer.start()
        let fill =
            "for i = 1, 900 do redis.call('XADD', 'events:secret', '*', 'text', string.rep('x', 99)) end"
        try await server.send(
            ["EVAL", fill, "0"],
            ["XGROUP", "CREATE", "events:secret", "secretgroup", "0"],
            [
                "XREADGROUP", "GROUP", "secretgroup", "c", "COUNT", "10", "STREAMS",
                "events:secret", ">",
            ]
        )
        var poller = server.poller {
            $0.interval = .milliseconds(100)
            ($0.readsValues, $0.hidesKeys) = (true, hidesKeys)
        }
        var (first, last): (Sample?, Sample?)
        for _ in 0..<60 where last?.survey?.streams.first?.groups == nil {
            last = await poller.nextSample()
            first = first ?? last
        }
        let stream = try #require(last?.survey?.streams.first)
        let group = try #require(stream.groups?.first)
        #expect((group.consumers, group.pending, group.lag) == (1, 10, 890))
        let names = [stream.key, group.name].map { String(decoding: $0, as: UTF8.self) }
        #expect(names.allSatisfy { $0.contains("secret") } != hidesKeys)
        // The server counted our questions as lookups, and we took them out.
        last = await poller.nextSample()
        let (before, after) = (try #require(first), try #require(last))
        let hits = (after.info[.keyspaceHits] ?? 0) - (before.info[.keyspaceHits] ?? 0)
        #expect(hits == after.cost.falseHits - before.cost.falseHits)
    }

    @Test(.timeLimit(.minutes(4)))
    func `by default sizes are exact and few keys are probed`() async throws {
        let server = try await filledServer()
        let digest = try await server.send(["DEBUG", "DIGEST"])[0].bytes
        let (whole, some) = (try await keys(server, "--all"), try await keys(server))
        #expect(some["patterns"]["sampled"].number == 9_001)
        for pattern in ["cache:item:*", "user:*:profile"] {
            let (all, few) = (try row(pattern, whole), try row(pattern, some))
            for field in ["keys", "keys_low", "keys_high", "bytes", "bytes_low", "bytes_high"] {
                #expect(few[field].number == all[field].number, "\(pattern) \(field)")
            }
            #expect(few["type"].text == all["type"].text)
            #expect(few["no_ttl_share"].number == all["no_ttl_share"].number)
            let medians = [few, all].map { $0["ttl_median_seconds"].number }
            #expect(abs((medians[0] ?? 0) - (medians[1] ?? 0)) < 30)
        }
        #expect(try await server.send(["DEBUG", "DIGEST"])[0].bytes == digest)
        let lookups = [some, whole].map { $0["cost"]["false_hits_removed"].number ?? 0 }
        #expect((1...5_000).contains(lookups[0]))
        #expect(lookups[1] == 4 * 9_001)
        // The name that scripts know from before.
        let alias = try await keys(server, "--census")
        #expect(
            try row("cache:item:*", alias)["bytes"].number
                == row("cache:item:*", some)["bytes"].number
        )
    }

    @Test(.timeLimit(.minutes(4)))
    func `names alone are counted without a question about any key`() async throws {
        let server = try await filledServer()
        try await server.send(["CONFIG", "RESETSTAT"])
        let names = try await keys(server, "--names")
        #expect(try row("cache:item:*", names)["keys"].number == 6_000)
        #expect(try row("cache:item:*", names)["bytes"].isNull)
        let statistics = try await server.send(["INFO", "commandstats"])[0].bytes ?? []
        let text = String(decoding: statistics, as: UTF8.self)
        for command in ["memory", "type", "pttl", "object"] {
            #expect(!text.contains("cmdstat_\(command)"), "\(command)")
        }
        let both = try await Hitscope.run("keys", server.address, "--names", "--all")
        #expect(both.code == 3 && both.error.contains("--names"), "\(both.error)")
    }

    @Test(.timeLimit(.minutes(4)))
    func `the hottest are keys that were read, and idle ones are not among them`() async throws {
        let server = try await filledServer("--maxmemory-policy", "allkeys-lfu")
        let read = Array(repeating: ["GET", "cache:item:7"], count: 3_000)
        try await server.send(read.map { RESPCommand($0.map { Array($0.utf8) }) })
        let hot = try await keys(server, "--all")["hot_keys"]["rows"].elements
        // The list was written to 20,000 times.
        #expect(Set(hot.compactMap { $0["key"].text }) == ["cache:item:7", "jobs"])
    }

    @Test(.timeLimit(.minutes(4)))
    func `a whole sweep counts every key once and changes none`() async throws {
        let server = try await filledServer()
        let digest = try await server.send(["DEBUG", "DIGEST"])[0].bytes
        #expect(digest?.count == 40)
        let run = try await Hitscope.run("keys", server.address, "--all", "--json")
        #expect(run.code == 0, "\(run.error)")
        let report = JSONObject(run.output)
        #expect(report["patterns"]["sampled"].number == 9_001)
        #expect(report["patterns"]["coverage"].number == 1)
        let items = try row("cache:item:*", report)
        #expect(items["keys"].number == 6_000 && items["keys_high"].number == 6_000)
        #expect(items["no_ttl_share"].number == 0)
        #expect((300...500).contains(try #require(items["ttl_median_seconds"].number)))
        let profiles = try row("user:*:profile", report)
        #expect(profiles["keys"].number == 3_000 && profiles["type"].text == "hash")
        #expect(profiles["no_ttl_share"].number == 1)
        let sum = """
            local sum = 0
            for i = 1, 3000 do
                sum = sum + redis.call('MEMORY', 'USAGE', 'user:' .. i .. ':profile')
            end
            return sum
            """
        let bytes = try await server.send(["EVAL", sum, "0"])[0].integer
        #expect(profiles["bytes"].number == bytes.map(Double.init(_:)))
        #expect(report["big_keys"][0]["key"].text == "jobs")
        #expect(try await server.send(["DEBUG", "DIGEST"])[0].bytes == digest)
    }

    @Test(.timeLimit(.minutes(4)))
    func `a part of a sweep tells the whole within its intervals`() async throws {
        let server = try await filledServer("--maxmemory-policy", "allkeys-lfu")
        let run = try await Hitscope.run("keys", server.address, "--keys", "3000", "--json")
        let report = JSONObject(run.output)
        #expect(try #require(report["patterns"]["coverage"].number) < 0.5)
        for (pattern, truth) in [("cache:item:*", 6_000.0), ("user:*:profile", 3_000)] {
            let row = try row(pattern, report)
            let (low, high) = (row["keys_low"].number ?? .infinity, row["keys_high"].number ?? 0)
            // Four half-widths: a true value falls outside once in fifteen thousand runs.
            let (middle, reach) = ((low + high) / 2, (high - low) / 2)
            #expect(abs(middle - truth) < 2 * reach, "\(pattern): \(low)…\(high)")
            #expect(reach / truth < 0.1)
        }
        #expect(report["hot_keys"]["method"].text == "lfu")
    }

    @Test(.timeLimit(.minutes(4)))
    func `a sweep that stopped is taken up where it was`() async throws {
        let server = try await filledServer()
        var arguments = ["keys", server.address, "--json"]
        var (sampled, place) = (0.0, "")
        for (limit, isLast) in [
            (["--keys", "2500"], false), (["--keys", "2500"], false), ([], true),
        ] {
            let report = JSONObject(try await Hitscope.run(arguments + limit).output)
            sampled += try #require(report["patterns"]["sampled"].number)
            #expect(try #require(report["patterns"]["coverage"].number) < 0.6)
            #expect((report["next"].text == nil) == isLast)
            place = report["next"].text ?? place
            arguments = ["keys", server.address, "--json", "--from", place]
        }
        // The step that a sweep stopped in is done again, and one may go past where the first began.
        #expect((9_001...9_330).contains(sampled), "\(sampled)")
        for place in ["12", "-5-0-0", "1--5-0", "+1-1-0"] {
            let wrong = try await Hitscope.run("keys", server.address, "--from=\(place)")
            #expect(wrong.code == 3 && wrong.error.contains("--from"), "\(place): \(wrong)")
        }
        let other = try await RedisServer.start()
        let elsewhere = try await Hitscope.run("keys", other.address, "--from", place)
        #expect(elsewhere.code != 0 && elsewhere.error.contains("another server"))
    }

    @Test(.timeLimit(.minutes(4)), arguments: [0, 1, 3, 10, 100])
    func `a sweep ends however small the table and wherever it is taken up`(count: Int) async throws
    {
        let server = try await RedisServer.start()
        let fill = "for i = 1, ARGV[1] do redis.call('SET', 'k:' .. i, 'v') end"
        try await server.send(["EVAL", fill, "0", "\(count)"])
        let info = InfoReport(try await server.send(["INFO"])[0].bytes ?? [])
        let run = String(decoding: (info[.runID] ?? []).prefix(8), as: UTF8.self)
        for place in ["4096-1", "87648-547991357771", "0-0", "3-8", "1-4096", "9-9"] {
            let result = try await Hitscope.run(
                "keys",
                server.address,
                "--json",
                "--from=\(place)-\(run)"
            )
            #expect(result.code == 0, "\(result.error)")
            let sampled = try #require(JSONObject(result.output)["patterns"]["sampled"].number)
            #expect(sampled <= Double(count))
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `what a user may not ask is named, and the rest is told`() async throws {
        let server = try await filledServer(
            "--user",
            "watcher",
            "on",
            "nopass",
            "~*",
            "+info",
            "+hello",
            "+scan",
            "+type"
        )
        let target = "redis://watcher:x@\(server.address)"
        let run = try await Hitscope.run("keys", target, "--all")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("needs +memory|usage"))
        #expect(run.output.contains("user:*:profile") && run.output.contains("every key"))
        let refused = try await server.send(["INFO", "errorstats"])[0].bytes ?? []
        // One refusal for each command, DBSIZE among them, and then no more.
        let count = String(decoding: refused, as: UTF8.self).firstMatch(of: #/NOPERM:count=(\d+)/#)
        #expect(count.flatMap { Int($0.1) } == 5)
    }

    @Test(.timeLimit(.minutes(4)))
    func `keys that a user may not see are counted, and soon no more asked about`() async throws {
        let server = try await filledServer(
            "--user",
            "watcher",
            "on",
            "nopass",
            "~app:*",
            "+@all"
        )
        let run = try await Hitscope.run("keys", "redis://watcher:x@\(server.address)", "--all")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("needs ~*"))
        #expect(run.output.contains("user:*:profile"))
        let refused = try await server.send(["INFO", "errorstats"])[0].bytes ?? []
        let count = String(decoding: refused, as: UTF8.self).firstMatch(of: #/NOPERM:count=(\d+)/#)
        // One key of each pattern, and of keys without a pattern as many as may be risked.
        #expect(try #require(count.flatMap { Int($0.1) }) <= 20)
    }

    @Test func `without INFO there is no telling how many keys there are`() async throws {
        let server = try await RedisServer.start("--user", "watcher", "on", "nopass", "~*", "+scan")
        let run = try await Hitscope.run("keys", "redis://watcher:x@\(server.address)")
        #expect(run.code == 6)
        #expect(run.error.contains("+info"), "\(run.error)")
    }

    @Test(arguments: [[String](), ["--all"], ["--for", "1s"]])
    func `an empty server has no patterns`(options: [String]) async throws {
        let server = try await RedisServer.start()
        let run = try await Hitscope.run(["keys", server.address, "--json"] + options)
        #expect(run.code == 0, "\(run.error)")
        #expect(JSONObject(run.output)["patterns"]["sampled"].number == 0)
    }

    @Test func `a server that is not there is exit code 6`() async throws {
        let run = try await Hitscope.run("keys", "127.0.0.1:1")
        #expect(run.code == 6)
        #expect(run.error.contains("127.0.0.1:1") && run.error.split(separator: "\n").count == 1)
    }
}
