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
        var tree = TemplateTree(PlantedNames.names(20_000, seed: 1).map(\.bytes))
        let names = PlantedNames.names(1_000_000, seed: 2).map(\.bytes)
        let start = ContinuousClock.now
        let found = names.count { tree.template(of: $0) != nil }
        let seconds = start.duration(to: .now) / .seconds(1)
        print(
            "templates: \(rounded(Double(names.count) / seconds / 1e6)) million names a second, \(found) known"
        )
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
