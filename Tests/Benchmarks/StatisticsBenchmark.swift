import ArgumentParser
import CacheMetrics
import Glibc
import TestSupport

/// How often the intervals hold, bursts are found and false alarms raised, by pure simulation.
struct StatisticsBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics",
        abstract: "Coverage of intervals, power and false alarms of the burst scan, simulated."
    )

    @Option(help: "Independent runs.")
    var runs = 1_000

    func run() async throws {
        coverage()
        power()
        falseAlarms()
    }

    /// How the sizes of a family are distributed.
    private enum Sizes: String, CaseIterable {
        case even = "uniform 100…900"
        case lognormal = "lognormal, σ 0.5"
        case skewed = "lognormal, σ 1"
        case tailed = "Pareto 2.5"
        case heavy = "Pareto 1.5"
        case blobs = "200 B, and one in 2,000 of 2 MB"

        func size(_ random: inout SeededGenerator) -> Double {
            func uniform() -> Double { Double.random(in: 1e-12..<1, using: &random) }
            func normal() -> Double { sqrt(-2 * log(uniform())) * cos(2 * .pi * uniform()) }
            switch self {
            case .even: return 100 + 800 * uniform()
            case .lognormal: return exp(5.5 + 0.5 * normal())
            case .skewed: return exp(5.5 + normal())
            case .tailed: return min(6e7, 60 / pow(uniform(), 1 / 2.5))
            case .heavy: return min(6e7, 60 / pow(uniform(), 1 / 1.5))
            case .blobs: return uniform() < 1 / 2_000 ? 2e6 : 200
            }
        }
    }

    /// Families of a hundred thousand keys each, of which fifteen thousand in all are looked at.
    private func coverage() {
        var random = SeededGenerator(seed: 1)
        let each = 100_000
        let families = Sizes.allCases.map { sizes in
            (0..<each).map { _ in sizes.size(&random).rounded() }
        }
        let truths = families.map { $0.reduce(0, +) }
        let names = Sizes.allCases.indices.map { "family\(UnicodeScalar(UInt8(97 + $0))):" }
        let none = [Int](repeating: 0, count: 6)
        var (keysHeld, bytesHeld, heldAlone, told) = (0, none, none, none)
        for _ in 0..<runs {
            var census = KeyCensus(namespaces: names.map { NameGlob(Array("\($0)*".utf8)) })
            for _ in 0..<15_000 {
                let family = Int.random(in: families.indices, using: &random)
                let number = Int.random(in: 0..<each, using: &random)
                var key = SurveyedKey(KeyName(Array("\(names[family])\(number)".utf8)))
                key.memoryBytes = Int64(families[family][number])
                census.count(key)
            }
            // The server's ledger is off by what its version counts otherwise, 2 % or so.
            let ledger = truths.reduce(0, +) * Double.random(in: 0.98...1.02, using: &random)
            let table = census.table(at: 0)
            for row in table.rows(of: KeyspaceTotals(keys: UInt64(6 * each), ledger: ledger)) {
                guard let template = row.template,
                    let family = names.firstIndex(where: { template.starts(with: $0.utf8) })
                else { continue }
                keysHeld += row.keys.low <= Double(each) && Double(each) <= row.keys.high ? 1 : 0
                guard let bytes = row.bytes else { continue }
                told[family] += 1
                heldAlone[family] += bytes.holds(truths[family]) ? 1 : 0
                let most = Estimate(
                    bytes.value,
                    low: bytes.low,
                    high: bytes.high + (row.unmetBytes ?? 0)
                )
                bytesHeld[family] += most.holds(truths[family]) ? 1 : 0
            }
        }
        print("keys: \(percent(keysHeld, 6 * runs)) of \(6 * runs) intervals hold the truth")
        for (family, sizes) in Sizes.allCases.enumerated() {
            let held = { (count: Int) in
                told[family] > 0 ? percent(count, told[family]) : "–"
            }
            print(
                "bytes, \(sizes.rawValue): told in \(percent(told[family], runs)), of those",
                "\(held(heldAlone[family])) hold, with what the ledger adds \(held(bytesHeld[family]))"
            )
        }
    }

    private func sample(
        _ count: Int,
        planting share: Double,
        among background: (inout SeededGenerator) -> Double,
        _ random: inout SeededGenerator
    ) -> [ExpiryBurst] {
        var sample = ExpirySample()
        for _ in 0..<count {
            var key = SurveyedKey(KeyName([]))
            let isPlanted = Double.random(in: 0..<1, using: &random) < share
            let seconds =
                isPlanted
                ? 252 + 2 * Double.random(in: 0..<1, using: &random) : background(&random)
            key.timeToLiveMilliseconds = Int64(seconds * 1_000)
            sample.add(key)
        }
        return sample.bursts(at: 0)
    }

    private func power() {
        var random = SeededGenerator(seed: 2)
        for count in [300, 1_000] {
            for share in [0.02, 0.05, 0.18] {
                var (found, held, errors) = (0, 0, [Double]())
                for _ in 0..<runs {
                    let bursts = sample(
                        count,
                        planting: share,
                        among: { Double.random(in: 0..<3_600, using: &$0) },
                        &random
                    )
                    let burst = bursts.first { abs($0.beginsMilliseconds - 252_000) < 5_000 }
                    guard let burst else { continue }
                    found += 1
                    errors.append(abs(Double(burst.beginsMilliseconds) / 1_000 - 252))
                    held += burst.share.low <= share && share <= burst.share.high ? 1 : 0
                }
                print(
                    "bursts of \(share * 100) % from \(count) times to live: found \(percent(found, runs)),",
                    "interval holds in \(percent(held, max(1, found))),",
                    "time off by \(rounded(errors.percentile(0.95))) s (p95)"
                )
            }
        }
    }

    private func falseAlarms() {
        let backgrounds: [(String, (inout SeededGenerator) -> Double)] = [
            ("uniform", { Double.random(in: 0..<3_600, using: &$0) }),
            ("exponential", { -600 * log(Double.random(in: 1e-12..<1, using: &$0)) }),
            (
                "bimodal",
                {
                    Bool.random(using: &$0)
                        ? Double.random(in: 0..<60, using: &$0)
                        : Double.random(in: 0..<86_400, using: &$0)
                }
            ),
            ("steady, one minute", { Double.random(in: 0..<60, using: &$0) }),
        ]
        var random = SeededGenerator(seed: 3)
        // A sample is all new after a minute: as many as there are in a day.
        for (name, background) in backgrounds {
            var alarms = 0
            for _ in 0..<1_440 {
                alarms += sample(1_000, planting: 0, among: background, &random).count
            }
            report("false alarms a day, \(name)", Double(alarms), "", atMost: 1)
        }
    }

    private func percent(_ count: Int, _ all: Int) -> String {
        "\(rounded(Double(count) / Double(all) * 100)) %"
    }
}
