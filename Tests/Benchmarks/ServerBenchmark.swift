import ArgumentParser
import CacheMetrics
import RESP
import TestSupport

/// What being watched costs a server with a million keys.
struct ServerBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "The server's CPU with and without being watched, with a million keys."
    )

    @Option(help: "Seconds of each stretch.")
    var seconds = 100.0
    @Option(help: "How many keys.")
    var keys = 1_000_000

    func run() async throws {
        let server = try await startServer(
            "--maxmemory",
            "1gb",
            "--maxmemory-policy",
            "allkeys-lfu"
        )
        try await PlantedKeyspace.fill(server, keys: keys)
        let before = try await changes(server)
        let idle = try await share(server, watchedBy: nil)
        let polled = try await share(server, watchedBy: ["--sample-budget", "0"])
        let sampled = try await share(server, watchedBy: [])
        report("unwatched", idle, "% of a core")
        report("polls", polled - idle, "% of a core more", atMost: 0.1)
        report("polls and sampler", sampled - idle, "% of a core more", atMost: 0.6)
        let after = try await changes(server)
        print("rdb_changes_since_last_save: \(before) before, \(after) after \(Int(2 * seconds)) s")
    }

    private func info(_ server: RedisServer) async throws -> InfoReport {
        InfoReport(try await server.send(["INFO", "everything"])[0].bytes ?? [])
    }

    private func changes(_ server: RedisServer) async throws -> UInt64 {
        try await info(server)[.changesSinceSave] ?? 0
    }

    /// The server's CPU over a stretch, in percent of a core.
    private func share(_ server: RedisServer, watchedBy options: [String]?) async throws -> Double {
        let terminal = try options.map { options in
            try PseudoTerminal([Hitscope.path, "watch", server.address] + options)
        }
        if let terminal { for _ in 0..<50 { await terminal.read(atMost: .milliseconds(100)) } }
        let begin = try await server.cpuSeconds()
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(seconds) {
            if let terminal {
                await terminal.read(atMost: .milliseconds(200))
            } else {
                try await Task.sleep(for: .seconds(seconds))
            }
        }
        let elapsed = start.duration(to: .now) / .seconds(1)
        return (try await server.cpuSeconds() - begin) / elapsed * 100
    }
}
