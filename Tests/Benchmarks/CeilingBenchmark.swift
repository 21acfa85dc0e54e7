import ArgumentParser
import TestSupport

/// How well the hottest keys could be told by LFU counters if all of them were known.
///
/// The counters are those of `redis-server` (`LFULogIncr` in evict.c, factor 10), simulated access by
/// access; nobody has to look at any key for it, so that no reader of counters can do better.
struct CeilingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ceiling",
        abstract: "The recall that LFU counters allow at best, simulated."
    )

    @Option(help: "Seconds since the first access; under a minute nothing decays.")
    var seconds = 60
    @Option(help: "Reads a second.")
    var rate = 5_000
    @Option(help: "How many keys.")
    var keys = 100_000
    @Option(help: "Independent runs.")
    var runs = 20

    func run() throws {
        guard seconds <= 60 else { throw ValidationError("after a minute counters decay") }
        for exponent in [0.8, 0.99, 1.2] {
            let law = ZipfLoad(keys: keys, exponent: exponent, perSecond: rate)
            let recalls = (0..<runs).map { _ in recall(law) }
            let mean = recalls.reduce(0, +) / Double(runs)
            let spread = recalls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)
            let error = (spread / Double(runs)).squareRoot()
            print(
                "Zipf \(exponent): recall@10 at most \(rounded(mean)),",
                "standard error \(rounded(error))"
            )
        }
    }

    /// The part of the ten hottest keys that are among the ten highest counters, equals by lot.
    private func recall(_ law: ZipfLoad) -> Double {
        var counters = [Int](repeating: 5, count: keys)
        for _ in 0..<(seconds * rate) {
            let key = law.pick()
            let above = Double(counters[key] - 5)
            if counters[key] < 255, Double.random(in: 0..<1) < 1 / (above * 10 + 1) {
                counters[key] += 1
            }
        }
        let order = counters.indices.shuffled().sorted { counters[$0] > counters[$1] }
        return Double(order.prefix(10).count { $0 < 10 }) / 10
    }
}
