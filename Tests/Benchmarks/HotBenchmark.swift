import ArgumentParser
import CacheMetrics
import Polling
import RedisClient
import TestSupport

/// Whether the keys that are asked for most are found, and how well their rates are known.
struct HotBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hot",
        abstract: "Recall of the ten hottest keys and errors of their rates, under Zipf loads."
    )

    @Option(help: "How many keys.")
    var keys = 100_000
    @Option(help: "Reads a second.")
    var rate = 5_000
    @Option(help: "Seconds of watching.")
    var seconds = 60
    @Option(help: "Seconds of load before an LFU server is watched.")
    var warmUp = 60
    @Option(help: "How the keys are found: MONITOR, LFU or IDLE.")
    var methods = ["MONITOR", "LFU", "IDLE"]
    @Flag(help: "Print each key that is told.")
    var verbose = false
    @Option(help: "Exponents of the loads.")
    var exponents = [0.8, 0.99, 1.2]

    func run() async throws {
        for method in methods {
            for exponent in exponents {
                try await measure(exponent, listens: method == "MONITOR", method)
            }
        }
    }

    private func measure(_ exponent: Double, listens: Bool, _ method: String) async throws {
        let policy = method == "LFU" ? "allkeys-lfu" : "allkeys-lru"
        let server = try await startServer("--maxmemory", "1gb", "--maxmemory-policy", policy)
        let fill = "for i = ARGV[1], ARGV[2] do redis.call('SET', 'item:' .. i, 'value ' .. i) end"
        for first in stride(from: 0, to: keys, by: 50_000) {
            let last = min(keys, first + 50_000) - 1
            try await server.send(["EVAL", fill, "0", "\(first)", "\(last)"])
        }
        let load = ZipfLoad(keys: keys, exponent: exponent, perSecond: rate)
        let (survey, reads) = try await withThrowingTaskGroup(
            of: (KeySurvey?, [Int])?.self
        ) { group in
            group.addTask { (nil, try await load.run(on: server, for: warmUp + seconds)) }
            group.addTask {
                if method == "LFU" { try await Task.sleep(for: .seconds(warmUp)) }
                return (await watch(server, listens: listens), [])
            }
            var (survey, reads): (KeySurvey?, [Int]) = (nil, [])
            for try await result in group.compactMap(\.self) {
                if let found = result.0 { survey = found } else { reads = result.1 }
            }
            return (survey, reads)
        }
        guard let survey else { throw ValidationError("nothing was seen") }
        tell(survey, reads, load, "\(method), Zipf \(exponent)")
    }

    private func watch(_ server: RedisServer, listens: Bool) async -> KeySurvey? {
        var poller = server.poller { $0.listensTo = listens ? .commands : nil }
        var last: KeySurvey?
        for _ in 0...seconds {
            last = await poller.nextSample()?.survey ?? last
        }
        return last
    }

    private func tell(_ survey: KeySurvey, _ reads: [Int], _ load: ZipfLoad, _ title: String) {
        let rates = survey.rates
        let found = rates.hottest.compactMap { key in
            String(decoding: key.key, as: UTF8.self).split(separator: ":").last.flatMap { Int($0) }
        }
        let recall = found.prefix(10).count { $0 < 10 }
        let neverRead = found.count { !reads.indices.contains($0) || reads[$0] == 0 }
        var (errors, held, intervals) = ([Double](), 0, 0)
        for key in survey.hottest {
            guard
                let number = String(decoding: key.key, as: UTF8.self).split(separator: ":").last
                    .flatMap({ Int($0) }), let rate = rates[key], !rate.isLagging
            else { continue }
            let truth = load.rate(of: number)
            if number < 20, !rate.isSaturated {
                errors.append(abs(rate.perSecond - truth) / truth)
            }
            if verbose {
                let range = rate.interval.map {
                    "\(rounded($0.lowerBound))…\(rounded($0.upperBound))"
                }
                print(
                    "  item:\(number): \(rounded(rate.perSecond))/s [\(range ?? "–")], truth",
                    "\(rounded(truth)), counter \(key.frequency ?? -1), \(key.climb?.steps ?? -1) steps",
                    "in \(Double(key.climb?.spanMilliseconds ?? 0) / 1e3) s"
                )
            }
            guard let interval = rate.interval ?? (rate.isSaturated ? rate.least : nil) else {
                continue
            }
            intervals += 1
            held += interval.contains(truth) ? 1 : 0
        }
        var heard = ""
        if case .traffic(let window) = survey.method {
            heard = ", \(window.commands) commands heard"
        }
        print(
            "\(title): recall@10 \(Double(recall) / 10), never read but listed \(neverRead),",
            "mean error of the rates of the twenty hottest",
            errors.isEmpty
                ? "–" : "\(rounded(errors.reduce(0, +) / Double(errors.count) * 100)) %",
            "(\(errors.count) told), \(held) of \(intervals) intervals hold\(heard)"
        )
    }
}

extension KeyRate {
    /// All that a rate may be of which only the least is known.
    fileprivate var least: ClosedRange<Double> { perSecond...(.infinity) }
}
