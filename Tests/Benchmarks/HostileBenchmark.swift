import ArgumentParser
import CacheMetrics
import Dashboard
import Foundation
import Recording
import TestSupport

/// Opens and reads mutated recordings: nothing may trap or take memory without bounds.
struct HostileBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hostile",
        abstract: "Open and read mutated recordings."
    )

    @Option(help: "How many.")
    var count = 200_000
    @Option(help: "The seed of the mutations.")
    var seed: UInt64 = 2_026

    func run() throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings.prefix(40)))
        var mutations = Mutations(of: try file.bytes(), seed: seed)
        let mutated = try TemporaryFile()
        var (opened, refused, read) = (0, 0, 0)
        let setting = Scene.Setting(target: "", interval: .seconds(1), zoneSeconds: 0)
        var state = DashboardState(setting, width: 140, height: 45)
        let conditions = [
            "evicted_keys/s > 0", "hit_ratio < 80%", "role changed", "cmdstat_get vanishes",
        ]
        .compactMap { Condition(parsing: $0) }
        for number in 0..<count {
            // Hours are long, and a run that is ended has said how far it came.
            if number > 0, number.isMultiple(of: 500_000) {
                print("\(number) so far, \(try Self.peakMebibytes()) MiB")
                fflush(nil)
            }
            try mutated.write(mutations.next())
            do {
                let reader = try RecordingReader(opening: mutated.path)
                let readings = mutated.readAll(reader)
                read += readings.count
                opened += 1
                search(reader, for: conditions[opened % conditions.count])
                guard opened.isMultiple(of: 20) else { continue }
                for reading in readings { _ = state.apply(.reading(reading)) }
                _ = Screen.canvas(of: state.scene, width: 140, height: 45)
            } catch {
                refused += 1
            }
        }
        print("\(count) mutated recordings: \(opened) opened, \(refused) refused, \(read) readings")
        report("memory at most", try Self.peakMebibytes(), "MiB", atMost: 128)
    }

    /// The most memory that this process has held.
    private static func peakMebibytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = peak?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? .infinity) / 1_024
    }

    /// Looks for a condition in all of a recording.
    private func search(_ reader: RecordingReader, for condition: Condition) {
        var search = ConditionSearch(for: condition, in: reader)
        search.begin(from: 0, forward: true)
        while let ticks = search.nextStretch(),
            let stretch = SearchStretch(ticks, of: reader, for: condition)
        {
            search.take(stretch)
            _ = search.state()
        }
    }
}
