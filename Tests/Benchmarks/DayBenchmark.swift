import ArgumentParser
import CacheMetrics
import Dashboard
import Recording
import TestSupport

/// How fast a day of one node is opened, sought in and searched.
struct DayBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day",
        abstract: "Opening, seeking and searching a recording of 24 hours."
    )

    @Argument(help: "A stream of an hour: NAME.bin.xz.")
    var stream: String

    @Option(help: "Where the recording is, or is to be made.")
    var file: String

    @Option(help: "Seconds for checkpoints to be worked out.")
    var wait = 15

    @Option(help: "Hours of it.")
    var hours = 24

    @Option(help: "How many random moments.")
    var seeks = 1_000

    @Option(help: "Conditions to look for that never become true, so that all is read.")
    var find = [
        "used_memory > 900gb", "evicted_keys/s > 1000000", "hit_ratio > 2",
        "writes_per_second > 100000000", "keys > 1000000000", "role vanishes",
    ]

    func run() async throws {
        let hour = try InfoStream(unpacking: stream).readings(of: NodeID("127.0.0.1:6379"))
        if (try? RecordingReader(opening: file)) == nil { try make(hour) }
        let clock = ContinuousClock()
        var reader = try RecordingReader(opening: file)
        let opened = try clock.measure { reader = try RecordingReader(opening: file) }
        report("opened and verified", opened / .milliseconds(1), "ms")
        print("  \(reader.ticks.count) ticks, \(reader.ticks.last?.end ?? 0) bytes")
        measureFolding(reader)
        try await measureScreen(reader)
    }

    private func measureFolding(_ reader: RecordingReader) {
        let clock = ContinuousClock()
        var cursor = reader.cursor(at: 0)
        var (readings, count) = ([Reading](), 0)
        let decoded = clock.measure {
            while let reading = cursor.next() {
                count += 1
                if readings.count < 7_200 { readings.append(reading) }
            }
        }
        report("  decoded", decoded / .microseconds(1) / Double(count), "µs/tick")
        var knowledge = Knowledge()
        let folded = clock.measure { for reading in readings { knowledge.fold(reading) } }
        report("  folded", folded / .microseconds(1) / Double(readings.count), "µs/tick")
    }

    /// The program itself on a terminal: from a key to a painted frame.
    private func measureScreen(_ reader: RecordingReader) async throws {
        let clock = ContinuousClock()
        var firsts: [Double] = []
        for _ in 0..<10 {
            let begin = clock.now
            let terminal = try PseudoTerminal([Hitscope.path, "replay", file, "--paused"])
            guard await terminal.waits(for: "REPLAY") else { throw ValidationError("no frame") }
            firsts.append(begin.duration(to: .now) / .milliseconds(1))
            terminal.type("q")
        }
        report("start to first frame, median of 10", firsts.percentile(0.5), "ms", atMost: 50)
        let terminal = try PseudoTerminal([Hitscope.path, "replay", file, "--paused"])
        guard await terminal.waits(for: "REPLAY") else { throw ValidationError("no frame") }
        // Checkpoints are worked out in the meantime.
        // Somebody has to read what is painted, or the program waits for that and does nothing else.
        let end = clock.now + .seconds(wait)
        while clock.now < end { await terminal.read(atMost: .milliseconds(50)) }
        var times: [Double] = []
        for _ in 0..<seeks {
            let tick = Int.random(in: 0..<reader.ticks.count)
            terminal.type("b#\(tick)")
            while await terminal.read(atMost: .milliseconds(30)) > 0 {}
            let start = clock.now
            terminal.type("\r")
            guard await terminal.read(atMost: .seconds(5)) > 0 else {
                throw ValidationError("no answer")
            }
            times.append(start.duration(to: .now) / .milliseconds(1))
            if let time = times.last, time > 50 {
                print("  \(rounded(time)) ms to tick \(tick), seek \(times.count)")
            }
        }
        report("seek to painted frame, p50 of \(seeks)", times.percentile(0.5), "ms")
        report("seek to painted frame, p99", times.percentile(0.99), "ms", atMost: 10)
        terminal.type("q")
        try await measureSearches()
    }

    /// From a condition typed to the word that it holds nowhere.
    private func measureSearches() async throws {
        for condition in find {
            let terminal = try PseudoTerminal([Hitscope.path, "replay", file, "--paused"])
            guard await terminal.waits(for: "REPLAY") else { throw ValidationError("no frame") }
            await terminal.read(atMost: .milliseconds(500))
            terminal.type(":find \(condition)")
            while await terminal.read(atMost: .milliseconds(50)) > 0 {}
            let before = try ProcessUsage(of: terminal.processID)
            let start = ContinuousClock.now
            terminal.type("\r")
            guard await terminal.waits(for: "does not become true") else {
                throw ValidationError("no answer")
            }
            let time = start.duration(to: .now) / .milliseconds(1)
            let used = try ProcessUsage(of: terminal.processID).seconds - before.seconds
            report("all searched for \(condition)", time, "ms", atMost: 1_000)
            report("  processor time", used * 1_000, "ms")
            terminal.type("q")
        }
    }

    private func make(_ hour: [Reading]) throws {
        var header = RecordingHeader()
        header.description.targets = ["redis://127.0.0.1:6379"]
        var writer = try RecordingWriter(creating: file, header)
        for round in 0..<hours {
            let length = (hour.last?.moment.steadyMicroseconds ?? 0) + 1_000_000
            let shift = Int64(round) * length
            for reading in hour {
                var reading = reading
                reading.moment.wallMicroseconds += shift
                reading.moment.steadyMicroseconds += shift
                reading.moment.beat += Int64(round * hour.count)
                writer.append(reading)
            }
        }
        writer.finish()
    }
}
