import ArgumentParser
import CacheMetrics
import RESP
import Polling
import TestSupport

/// What the live sampler knows after ten seconds, run after run, beside the truth of a whole sweep.
struct LiveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live",
        abstract: "Intervals of the live sampler against the truth, over many runs of ten seconds."
    )

    @Option(help: "How many keys.")
    var keys = 1_000_000
    @Option(help: "How many runs.")
    var runs = 100
    @Option(help: "Runs at a time: each has a budget of its own.")
    var together = 10
    @Option(help: "Seconds of each run.")
    var seconds = 10
    @Option(help: "Share of a core for each run.")
    var budget = 0.005

    func run() async throws {
        let server = try await startServer(
            "--maxmemory-policy",
            "allkeys-lru",
            "--maxmemory",
            "3gb"
        )
        try await PlantedKeyspace.fill(server, keys: keys)
        let truth = try await truth(server)
        print("\(truth.values.reduce(0) { $0 + $1.keys }) keys in \(truth.count) patterns")
        var rows: [[PatternTable.Row]] = []
        var looked: [Double] = []
        var remainders = 0
        for _ in 0..<(runs / together) {
            let samples = await withTaskGroup(of: Sample?.self) { group in
                for _ in 0..<together { group.addTask { await watch(server) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for sample in samples.compactMap(\.self) {
                guard let table = sample.survey?.patterns else { continue }
                let population = sample.info.databases.first?.keys ?? 0
                rows.append(
                    table.rows(ofPopulation: population, ledger: sample.info.bytesOfKeys)
                )
                looked.append(Double(table.sampled))
                let rest = sample.info.bytesOfKeys.flatMap {
                    table.remainder(ofLedger: $0, population: population)
                }
                remainders += rest == nil ? 0 : 1
            }
        }
        print("keys looked at in \(seconds) s: \(rounded(looked.percentile(0.5))) (median)")
        print("said that bytes are in keys not met: \(remainders) of \(rows.count) runs")
        report(rows, against: truth)
    }

    private struct Truth {
        var keys = 0.0
        var bytes = 0.0
    }

    /// Every key's size, by template.
    private func truth(_ server: RedisServer) async throws -> [String: Truth] {
        let outcome = try await Shell.run("\(Hitscope.path) keys \(server.address) --all --json")
        let document = JSONObject(outcome.output)
        var truth: [String: Truth] = [:]
        for row in document["patterns"]["rows"].elements {
            truth[row["pattern"].text ?? ""] = Truth(
                keys: row["keys"].number ?? 0,
                bytes: row["bytes"].number ?? 0
            )
        }
        return truth
    }

    private func watch(_ server: RedisServer) async -> Sample? {
        var poller = server.poller { $0.sampleBudget = budget }
        var last: Sample?
        for _ in 0...seconds {
            last = await poller.nextSample() ?? last
        }
        return last
    }

    private func report(_ runs: [[PatternTable.Row]], against truth: [String: Truth]) {
        let all = truth.values.reduce(0) { $0 + $1.bytes }
        print("PATTERN               SHARE  KEYS IN  BYTES IN  WITH UNMET  BYTES ?  HALF-WIDTH")
        for (template, truth) in truth.sorted(by: { $0.value.bytes > $1.value.bytes }) {
            let rows = runs.compactMap { rows in
                rows.first { String(decoding: $0.template ?? [], as: UTF8.self) == template }
            }
            guard !rows.isEmpty else {
                print("\(template): never met")
                continue
            }
            let keys = rows.filter { $0.keys.low <= truth.keys && truth.keys <= $0.keys.high }
            let told = rows.compactMap(\.bytes)
            let bytes = told.filter { $0.low <= truth.bytes && truth.bytes <= $0.high }
            let covered = rows.filter { row in
                row.bytes.map {
                    $0.low <= truth.bytes && truth.bytes <= $0.high + row.unmetBytes
                } ?? false
            }
            let widths = told.map { ($0.high - $0.low) / 2 / $0.value }
            let cells = [
                template, "\(rounded(truth.bytes / all * 100)) %",
                "\(rounded(Double(keys.count) / Double(rows.count) * 100)) %",
                told.isEmpty ? "–" : "\(rounded(Double(bytes.count) / Double(told.count) * 100)) %",
                told.isEmpty
                    ? "–" : "\(rounded(Double(covered.count) / Double(told.count) * 100)) %",
                "\(rows.count - told.count)",
                widths.isEmpty ? "–" : "±\(rounded(widths.percentile(0.5) * 100)) %",
            ]
            print(cells.joined(separator: "  "))
        }
    }
}
