import ArgumentParser
import CacheMetrics
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
        for _ in 0..<count {
            try mutated.write(mutations.next())
            do {
                read += mutated.readAll(try RecordingReader(opening: mutated.path)).count
                opened += 1
            } catch {
                refused += 1
            }
        }
        print("\(count) mutated recordings: \(opened) opened, \(refused) refused, \(read) readings")
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = peak?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        report("memory at most", (kilobytes ?? .infinity) / 1_024, "MiB", atMost: 128)
    }
}
