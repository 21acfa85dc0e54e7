import ArgumentParser
import CacheMetrics
import Recording
import TestSupport

/// What an hour of a node takes on disk and what writing it costs, beside general compressors.
struct RecordBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Bytes and microseconds a tick of recordings of INFO streams, all exact."
    )

    @Argument(help: "The folder with the streams: NAME.bin.xz.")
    var folder: String

    @Option(help: "Keep the recordings in this folder.")
    var keep: String?

    @Flag(help: "Leave out the general compressors.")
    var alone = false

    @Option(help: "How often to write and read each stream; times are of all.")
    var rounds = 1

    @Option(help: "How often to read each of what was written.")
    var reads = 1

    @Option(help: "Only this stream.")
    var only: String?

    /// The streams and the most bytes a tick that each may take.
    private static let streams = [("primary", 105.0), ("replica", 85), ("idle", 25), ("churn", 70)]

    func run() throws {
        for (name, limit) in Self.streams where only == nil || only == name {
            let stream = try InfoStream(unpacking: "\(folder)/\(name).bin.xz")
            try measure(name, stream, limit)
        }
    }

    private func measure(_ name: String, _ stream: InfoStream, _ limit: Double) throws {
        let readings = stream.readings(of: NodeID("127.0.0.1:6379"))
        let count = Double(readings.count)
        var (times, costs, reads): ([Double], [Double], [Double]) = ([], [], [])
        var (bytes, isExact): (UInt64, Bool) = (0, true)
        for round in 0..<rounds {
            let file = try TemporaryFile()
            // Whether the disk has it is asked by a thread of its own, and takes what disks take.
            var writer = try RecordingWriter(creating: file.path, RecordingHeader(), sync: .no)
            for reading in readings {
                let (start, before) = (ContinuousClock.now, threadMicroseconds())
                writer.append(reading)
                costs.append(threadMicroseconds() - before)
                times.append(start.duration(to: .now) / .microseconds(1))
            }
            writer.finish()
            bytes = writer.progress.bytes
            if let keep { _ = try TestSupport.run("cp", file.path, "\(keep)/\(name).hits") }
            let reader = try RecordingReader(opening: file.path)
            for _ in 0..<max(1, self.reads) {
                let before = threadMicroseconds()
                var cursor = reader.cursor(at: 0)
                while cursor.next() != nil {}
                reads.append((threadMicroseconds() - before) / count)
            }
            isExact = isExact && (round > 0 || file.readAll(reader) == readings)
        }
        report("\(name): all in", Double(bytes) / count, "B/tick", atMost: limit)
        report("  one write, p50", times.percentile(0.5), "µs", atMost: 50)
        report("  one write, p99", times.percentile(0.99), "µs", atMost: 400)
        report("  one write, p50 of processor time", costs.percentile(0.5), "µs")
        report("  one write, p99 of processor time", costs.percentile(0.99), "µs")
        report("  one read, processor time, median round", reads.percentile(0.5), "µs")
        report("  one write and fdatasync, p99", try syncing(readings).percentile(0.99), "µs")
        print("  every byte back: \(isExact ? "yes" : "NO")")
        guard !alone else { return }
        for (tool, arguments) in [("gzip", ["-6"]), ("zstd", ["-19"])] {
            let size = try blocks(of: stream).reduce(0) { sum, block in
                sum + (try TestSupport.run(tool, arguments + ["-c"], input: block).output.count)
            }
            report("  \(tool) \(arguments[0]), blocks of 300", Double(size) / count, "B/tick")
        }
        var rival = FTDCEncoding()
        for reply in stream.replies { rival.append(reply) }
        rival.finish()
        let size = try rival.chunks.reduce(0) { sum, chunk in
            sum + (try TestSupport.run("gzip", "-6", "-c", input: chunk).output.count)
        }
        report("  FTDC-like, chunks of 300", Double(size) / count, "B/tick")
    }

    /// Microseconds of each write where the disk is asked as it is by default.
    private func syncing(_ readings: [Reading]) throws -> [Double] {
        let file = try TemporaryFile()
        var writer = try RecordingWriter(creating: file.path, RecordingHeader())
        defer { writer.finish() }
        return readings.map { reading in
            let start = ContinuousClock.now
            writer.append(reading)
            return start.duration(to: .now) / .microseconds(1)
        }
    }

    private func blocks(of stream: InfoStream) -> [[UInt8]] {
        stride(from: 0, to: stream.replies.count, by: 300).map { start in
            Array(stream.replies[start..<min(start + 300, stream.replies.count)].joined())
        }
    }
}
