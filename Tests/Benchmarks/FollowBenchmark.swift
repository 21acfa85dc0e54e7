import ArgumentParser
import CacheMetrics
import Recording
import TestSupport

/// How long after it was written a tick is on the screen of a program that follows the file.
struct FollowBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow",
        abstract: "Follow a growing recording from random moments; time from a write to a frame."
    )

    @Option(help: "How often to start.")
    var count = 1_000

    func run() async throws {
        let readings = try InfoStream("churn").readings(of: NodeID("n"))
        var times: [Double] = []
        while times.count < count {
            let file = try TemporaryFile()
            var writer = try RecordingWriter(creating: file.path, RecordingHeader())
            writer.append(readings[0])
            for reading in readings.dropFirst() where times.count < count {
                let time = try await time(of: reading, to: &writer, shownOf: file.path)
                times.append(time / .milliseconds(1))
            }
            writer.finish()
        }
        report("from a write to a painted frame, p50", times.percentile(0.5), "ms")
        report("p99 of \(times.count) starts", times.percentile(0.99), "ms")
        report("the longest", times.percentile(1), "ms", atMost: 300)
    }

    /// Starts a reader, writes a tick at any time after its first frame, and waits for the next.
    private func time(
        of reading: Reading,
        to writer: inout RecordingWriter,
        shownOf path: String
    ) async throws -> Duration {
        let terminal = try PseudoTerminal([Hitscope.path, "replay", path, "--follow"])
        guard await terminal.waits(for: "FOLLOW") else { throw ValidationError("no frame") }
        // Nothing is painted while the file does not grow.
        while await terminal.read(atMost: .milliseconds(60)) > 0 {}
        try await Task.sleep(for: .milliseconds(Int.random(in: 0..<250)))
        await terminal.read(atMost: .zero)
        let written = ContinuousClock.now
        writer.append(reading)
        guard await terminal.read(atMost: .seconds(5)) > 0 else {
            throw ValidationError("a tick was not shown")
        }
        return written.duration(to: .now)
    }
}
