import ArgumentParser
import TestSupport

/// Measures what the design promises, by hand and on a release build; prints figures and ratios.
@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure hitscope; each figure beside its limit or beside another tool's.",
        subcommands: [
            ClientBenchmark.self, KeysBenchmark.self, ServerBenchmark.self, CrashBenchmark.self,
            FuzzBenchmark.self, SweepBenchmark.self, LiveBenchmark.self,
            HotBenchmark.self, CeilingBenchmark.self, CurveBenchmark.self, StatisticsBenchmark.self,
            RecordBenchmark.self,
            DayBenchmark.self,
            FlipBenchmark.self, CutBenchmark.self, HostileBenchmark.self, FaultBenchmark.self,
            FollowBenchmark.self, ScenarioBenchmark.self,
        ]
    )
}

/// Prints a figure and the limit it has to keep.
func report(_ name: String, _ value: Double, _ unit: String, atMost limit: Double? = nil) {
    let verdict = limit.map { value <= $0 ? "  (≤ \($0): holds)" : "  (≤ \($0): DOES NOT HOLD)" }
    print("\(name): \(rounded(value)) \(unit)\(verdict ?? "")")
}

/// Three significant digits.
func rounded(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100 { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
}

extension [Double] {
    /// The least value that so large a share of them does not exceed: by the nearest rank.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        let rank = Int((Double(sorted.count) * share).rounded(.up))
        return sorted[Swift.min(sorted.count, Swift.max(1, rank)) - 1]
    }
}

/// A server to measure: Debian's.
func startServer(_ options: String...) async throws -> RedisServer {
    try await RedisServer.start(options)
}
