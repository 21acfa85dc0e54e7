import ArgumentParser
import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport

/// What the miss ratio curve says of other sizes, beside servers that really have those sizes.
struct CurveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curve",
        abstract: "The miss ratio curve against servers of half, one and a half and twice the size."
    )

    @Option(help: "Requests a second to each server.")
    var rate = 1_500
    @Option(help: "Seconds until the caches are in balance, and seconds of measuring.")
    var seconds = 120
    @Option(help: "Megabytes of the cache that is watched, beyond what an empty server takes.")
    var megabytes = 20

    @Option(help: "Only the traces whose names contain this.")
    var trace = ""

    @Flag(help: "Simulate more traces, and run no server.")
    var simulated = false

    private enum Trace: String, CaseIterable {
        case flat = "Zipf 0.8"
        case steep = "Zipf 1.0"
        /// The popular keys change: every second the ranks move on by a few keys.
        case drift = "Zipf 0.9, drifting"
        /// One request in five is for a key that is never asked for again.
        case scans = "Zipf 0.9, one in five a scan"

        var exponent: Double {
            switch self {
            case .flat: 0.8
            case .steep: 1
            case .drift, .scans: 0.9
            }
        }
    }

    func run() async throws {
        guard !simulated else { return try await CurveSimulation().run() }
        for one in Trace.allCases where trace.isEmpty || one.rawValue.contains(trace) {
            try await measure(one)
        }
    }

    private func measure(_ trace: Trace) async throws {
        let factors = [0.5, 0.75, 1, 1.5, 2]
        let zipf = ZipfLoad(keys: 150_000, exponent: trace.exponent, perSecond: rate)
        var (ratios, curve): ([Double: Double], MissRatioCurve?) = ([:], nil)
        try await withThrowingTaskGroup(
            of: (factor: Double, ratio: Double, curve: MissRatioCurve?).self
        ) { group in
            for factor in factors {
                group.addTask {
                    let limit = "\(1_000_000 + Int(factor * Double(megabytes) * 1e6))"
                    let options = ["--maxmemory", limit, "--maxmemory-policy", "allkeys-lru"]
                    let server = try await RedisServer.start(options)
                    let (ratio, curve) = try await serve(
                        server,
                        trace,
                        zipf,
                        isWatched: factor == 1
                    )
                    return (factor, ratio, curve)
                }
            }
            for try await result in group {
                ratios[result.factor] = result.ratio
                curve = result.curve ?? curve
            }
        }
        guard let curve else { throw ValidationError("no curve for \(trace.rawValue)") }
        print("\(trace.rawValue): evicted after \(rounded(curve.evictionAge)) s of idleness")
        for factor in factors {
            guard let told = curve.hitRatio(at: factor), let truth = ratios[factor] else {
                continue
            }
            let limit = factor > 1.5 ? 0.06 : factor > 1 ? 0.04 : 0.02
            report(
                "  \(factor)×: told \(rounded(told.value)), truly \(rounded(truth)); error",
                abs(told.value - truth),
                "",
                atMost: limit
            )
        }
    }

    /// Runs a cache-aside application on a server; what it hit, and the curve if it is watched.
    private func serve(
        _ server: RedisServer,
        _ trace: Trace,
        _ zipf: ZipfLoad,
        isWatched: Bool
    ) async throws -> (Double, MissRatioCurve?) {
        let connection = try await RedisConnection.open(to: server.target, named: "load")
        let value = String(repeating: "v", count: 400)
        async let watched = isWatched ? watch(server) : nil
        let (start, beats) = (ContinuousClock.now, 100)
        var (hits, lookups, scanned) = (0, 0, 0)
        for beat in 0..<(2 * seconds * beats) {
            var names: [String] = []
            for _ in 0..<(rate / beats) {
                if trace == .scans, Int.random(in: 0..<5) == 0 {
                    scanned += 1
                    names.append("scan:\(scanned)")
                } else {
                    let shift = trace == .drift ? beat / beats * 20 : 0
                    names.append("item:\((zipf.pick() + shift) % 1_000_000)")
                }
            }
            let gets = names.map { RESPCommand("GET", $0) }
            let replies = try await connection.sendUnrestricted(gets, within: .seconds(5))
            let missed = zip(names, replies).filter { $1 == .null }.map(\.0)
            if beat >= seconds * beats {
                (hits, lookups) = (hits + names.count - missed.count, lookups + names.count)
            }
            let sets = missed.map { RESPCommand("SET", $0, value) }
            _ = try await connection.sendUnrestricted(sets, within: .seconds(5))
            try await Task.sleep(until: start + .seconds(1) * (Double(beat + 1) / Double(beats)))
        }
        await connection.close()
        let ratio = Double(hits) / Double(lookups)
        return (ratio, await watched?.missRatioCurve)
    }

    /// What a dashboard knows that watches all the while.
    private func watch(_ server: RedisServer) async -> NodeHistory? {
        var poller = server.poller()
        var history = History()
        let node = NodeID(server.address)
        for beat in 0..<(2 * seconds - 2) {
            guard let sample = await poller.nextSample() else { continue }
            history.fold(
                Reading(node: node, moment: .beat(Int64(beat)), content: .sample(sample))
            )
        }
        return history[node]
    }
}
