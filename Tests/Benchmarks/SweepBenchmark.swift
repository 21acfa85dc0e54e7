import ArgumentParser
import CacheMetrics
import RESP
import TestSupport

/// A sweep over a million keys beside redis-cli's tools, on the same server in the same run.
struct SweepBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Wall time and server CPU of `keys --all` beside redis-cli's tools."
    )

    @Option(help: "How many keys.")
    var keys = 1_000_000

    @Option(help: "How many censuses are compared with every key's own answer.")
    var censuses = 10

    func run() async throws {
        let server = try await startServer("--maxmemory-policy", "allkeys-lfu")
        try await PlantedKeyspace.fill(server, keys: keys)
        let tools = ["--bigkeys", "--memkeys", "--hotkeys"]
        let port = "\(server.port)"
        let ours = try await measure(server, "\(Hitscope.path) keys \(server.address) --all --json")
        print(
            "hitscope keys --all: \(rounded(ours.wall)) s, \(rounded(ours.perKey)) µs of server a key"
        )
        for tool in tools {
            let theirs = try await measure(server, "redis-cli -p \(port) \(tool)")
            print("redis-cli \(tool): \(rounded(theirs.wall)) s, \(rounded(theirs.perKey)) µs")
            print("  \(rounded(theirs.perKey / ours.perKey)) times the cost of ours")
        }
        report("ours", ours.perKey, "µs of server a key", atMost: 2.5)
        try await measureCensus(server)
        var tree = TemplateTree(PlantedNames.names(20_000, seed: 1).map(\.bytes))
        let names = PlantedNames.names(1_000_000, seed: 2).map(\.bytes)
        let start = ContinuousClock.now
        let found = names.count { tree.template(of: $0) != nil }
        let seconds = start.duration(to: .now) / .seconds(1)
        print(
            "templates: \(rounded(Double(names.count) / seconds / 1e6)) million names a second, \(found) known"
        )
    }

    /// What counting names costs, and what few questions tell, beside every key's own answer.
    private func measureCensus(_ server: RedisServer) async throws {
        let cost = try await measure(
            server,
            "\(Hitscope.path) keys \(server.address) --census --json"
        )
        print("hitscope keys --census: \(rounded(cost.wall)) s, \(rounded(cost.perKey)) µs a key")
        let truth = try await sweep(server, "--all")["patterns"]
        guard let all = truth["total"]["bytes"].number else {
            throw ValidationError("no total of all keys")
        }
        let rows = Dictionary(
            truth["rows"].elements.map { ($0["pattern"].text ?? "", $0["bytes"].number ?? 0) }
        ) { first, _ in first }
        var (errors, held, told, halves) = ([Double](), 0, 0, [Double]())
        for _ in 0..<censuses {
            let few = try await sweep(server, "--census")["patterns"]
            errors += few["total"]["bytes"].number.map { [abs($0 - all) / all] } ?? []
            for row in few["rows"].elements {
                guard let own = rows[row["pattern"].text ?? ""], own > 0,
                    let low = row["bytes_low"].number, let high = row["bytes_high"].number
                else { continue }
                told += 1
                held += low <= own * 1.000001 && own <= high * 1.000001 ? 1 : 0
                if own > 0.05 * all { halves.append((high - low) / 2 / own) }
            }
        }
        print("  \(held) of \(told) intervals of patterns hold what --all finds")
        print("  \(errors.count) of \(censuses) tell the bytes of all")
        let mean = errors.isEmpty ? .infinity : errors.reduce(0, +) / Double(errors.count)
        report("  error of all bytes, mean", mean * 100, "%", atMost: 1)
        report("  widest of patterns ≥ 5 %, ±", (halves.max() ?? 0) * 100, "%", atMost: 5)
    }

    private func sweep(_ server: RedisServer, _ option: String) async throws -> JSONObject {
        JSONObject(try await Hitscope.run("keys", server.address, option, "--json").output)
    }

    private func measure(
        _ server: RedisServer,
        _ line: String
    ) async throws -> (wall: Double, perKey: Double) {
        let begin = try await server.cpuSeconds()
        let start = ContinuousClock.now
        let outcome = try await Shell.run("\(line) > /dev/null")
        guard outcome.code == 0 else { throw ValidationError("\(line): \(outcome.error)") }
        let wall = start.duration(to: .now) / .seconds(1)
        return (wall, (try await server.cpuSeconds() - begin) / Double(keys) * 1e6)
    }
}

extension RedisServer {
    /// CPU seconds of the server's main thread since it started.
    func cpuSeconds() async throws -> Double {
        let info = InfoReport(try await send(["INFO", "everything"])[0].bytes ?? [])
        let names = ["used_cpu_sys_main_thread", "used_cpu_user_main_thread"]
        return names.map { info[InfoField<Double>($0)] ?? 0 }.reduce(0, +)
    }
}
