import ArgumentParser
import CacheMetrics
import Glibc
import Polling
import RedisClient
import RESP
import TestSupport

/// What being watched costs a server with a million keys, idle and under load.
struct ServerBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Main-thread CPU that watching adds, in pairs of windows with and without it."
    )

    @Option(help: "Seconds of each window.")
    var seconds = 15
    @Option(help: "Pairs of windows for each load.")
    var pairs = 6
    @Option(help: "How many keys.")
    var keys = 1_000_000
    @Option(help: "Reads a second.")
    var loads = [0, 5_000, 20_000]
    @Flag(help: "Listen to the clients too.")
    var allowMonitor = false

    func run() async throws {
        let server = try await startServer(
            "--maxmemory",
            "3gb",
            "--maxmemory-policy",
            "allkeys-lru"
        )
        try await PlantedKeyspace.fill(server, keys: keys)
        let before = try await changes(server)
        for load in loads {
            if load == 0 {
                try await measure(server, load)
            } else {
                let zipf = ZipfLoad(keys: 100_000, exponent: 0.99, perSecond: load)
                let time = 2 * pairs * (seconds + 4) + 5
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await zipf.run(on: server, for: time, prefix: "flag:") }
                    try await measure(server, load)
                    group.cancelAll()
                    while (try? await group.next()) != nil {}
                }
            }
        }
        let after = try await changes(server)
        print("rdb_changes_since_last_save: \(before) before, \(after) after")
    }

    private func changes(_ server: RedisServer) async throws -> UInt64 {
        let info = try await server.send(["INFO", "everything"])[0].bytes ?? []
        return InfoReport(info)[.changesSinceSave] ?? 0
    }

    private func measure(_ server: RedisServer, _ load: Int) async throws {
        var (added, base, keysSeen) = ([Double](), [Double](), [Double]())
        var lost: [Double] = []
        for _ in 0..<pairs {
            let off = try await share(server, watched: false)
            let on = try await share(server, watched: true)
            base.append(off.percent)
            added.append(on.percent - off.percent)
            keysSeen.append(on.keys / Double(seconds))
            lost.append((1 - on.reads / max(1, off.reads)) * 100)
        }
        let mean = added.reduce(0, +) / Double(pairs)
        let spread = added.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(pairs - 1)
        // The upper end of a one-sided 95 % interval by Student's t with few degrees of freedom.
        let upper = mean + 2.02 * (spread / Double(pairs)).squareRoot()
        print(
            "\(load) reads/s: \(rounded(base.percentile(0.5))) % of a core unwatched,",
            "\(rounded(keysSeen.percentile(0.5))) keys/s looked at"
        )
        report("  added, mean", mean, "% of a core")
        report("  added, upper 95 %", upper, "% of a core", atMost: 0.6)
        if load > 0 {
            report("  reads lost, mean", lost.reduce(0, +) / Double(pairs), "%", atMost: 0.5)
        }
    }

    /// The server's CPU over a window in percent of a core, the reads of the load a second, and the
    /// keys that were looked at.
    private func share(
        _ server: RedisServer,
        watched: Bool
    ) async throws -> (percent: Double, reads: Double, keys: Double) {
        // The poller warms up before the window: a connection and a first look cost once.
        var poller = server.poller { $0.listensTo = allowMonitor ? .commands : nil }
        var first: KeySurvey?
        for _ in 0..<3 where watched { first = await poller.nextSample()?.survey ?? first }
        let (begin, readsBefore) = (try await server.cpuSeconds(), try await reads(server))
        let start = ContinuousClock.now
        var last = first
        if watched {
            for _ in 0..<seconds { last = await poller.nextSample()?.survey ?? last }
        } else {
            try await Task.sleep(for: .seconds(seconds))
        }
        let elapsed = start.duration(to: .now) / .seconds(1)
        let percent = (try await server.cpuSeconds() - begin) / elapsed * 100
        let keys = Double(last?.keysSeen ?? 0) - Double(first?.keysSeen ?? 0)
        return (percent, (try await reads(server) - readsBefore) / elapsed, keys)
    }

    /// How often `GET` was called, which nobody but the load does.
    private func reads(_ server: RedisServer) async throws -> Double {
        let info = InfoReport(try await server.send(["INFO", "commandstats"])[0].bytes ?? [])
        let line = info.text(of: InfoName("cmdstat_get")).map {
            String(decoding: $0, as: UTF8.self)
        }
        return line?.split(whereSeparator: { "=,".contains($0) }).dropFirst().first
            .flatMap { Double($0) } ?? 0
    }
}
