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
        var runs: [Run] = []
        var looked: [Double] = []
        // A walk begins at one of a few dozen places: on one server many runs would see the same keys.
        for _ in 0..<(self.runs / together) {
            let server = try await startServer(
                "--maxmemory-policy",
                "allkeys-lru",
                "--maxmemory",
                "3gb"
            )
            try await PlantedKeyspace.fill(server, keys: keys)
            let truth = try await truth(server)
            let samples = await withTaskGroup(of: Sample?.self) { group in
                for _ in 0..<together { group.addTask { await watch(server) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for sample in samples.compactMap(\.self) {
                guard let table = sample.survey?.patterns else { continue }
                let totals = KeyspaceTotals(
                    keys: sample.info.databases.first?.keys ?? 0,
                    ledger: sample.info.bytesOfKeys
                )
                let rows = table.rows(of: totals)
                runs.append(Run(rows: rows, truth: truth))
                looked.append(Double(table.sampled))
            }
        }
        print("keys looked at in \(seconds) s: \(rounded(looked.percentile(0.5))) (median)")
        report(runs)
    }

    /// What one run knew, and what it should have known.
    private struct Run {
        let rows: [PatternTable.Row]
        let truth: [String: Truth]

        func row(of template: String) -> (row: PatternTable.Row, truth: Truth)? {
            guard let truth = truth[template],
                let row = rows.first(where: {
                    String(decoding: $0.template ?? [], as: UTF8.self) == template
                })
            else { return nil }
            return (row, truth)
        }
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

    private func report(_ runs: [Run]) {
        let truth = runs.first?.truth ?? [:]
        let all = truth.values.reduce(0) { $0 + $1.bytes }
        print("PATTERN  SHARE  RUNS  KEYS IN  BYTES IN  WITH UNMET  BYTES ?  HALF-WIDTH")
        for (template, truth) in truth.sorted(by: { $0.value.bytes > $1.value.bytes }) {
            let met = runs.compactMap { $0.row(of: template) }
            let told = met.compactMap { row, truth in
                row.bytes.map {
                    (bytes: $0, most: $0.high + (row.unmetBytes ?? 0), truth: truth.bytes)
                }
            }
            let cells = [
                template.isEmpty ? "(no pattern)" : template, percent(truth.bytes, all),
                "\(met.count)",
                percent(met.count { $0.row.keys.holds($0.truth.keys) }, met.count),
                percent(told.count { $0.bytes.holds($0.truth) }, told.count),
                percent(told.count { ($0.bytes.low...$0.most).contains($0.truth) }, told.count),
                "\(met.count - told.count)",
                told.isEmpty ? "–" : "±" + percent(told.map(\.bytes.halfWidth).percentile(0.5), 1),
            ]
            print(cells.joined(separator: "  "))
        }
    }

    private func percent(_ part: Double, _ all: Double) -> String {
        all > 0 ? "\(rounded(part / all * 100)) %" : "–"
    }

    private func percent(_ part: Int, _ all: Int) -> String { percent(Double(part), Double(all)) }
}

extension Estimate {
    func holds(_ truth: Double) -> Bool { low <= truth && truth <= high }

    fileprivate var halfWidth: Double { (high - low) / 2 / value }
}
