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

    @Option(help: "Hours of it.")
    var hours = 24

    func run() throws {
        let hour = try InfoStream(unpacking: stream).readings(of: NodeID("127.0.0.1:6379"))
        if !Machine.exists(file) { try make(hour) }
        let clock = ContinuousClock()
        var reader = try RecordingReader(opening: file)
        let opened = try clock.measure { reader = try RecordingReader(opening: file) }
        report("open", opened / .milliseconds(1), "ms")
        print("  \(reader.ticks.count) ticks, \(reader.ticks.last?.end ?? 0) bytes")
        var cursor = reader.cursor(at: 0)
        var count = 0
        let decoded = clock.measure { while cursor.next() != nil { count += 1 } }
        report("decode", decoded / .microseconds(1) / Double(count), "µs/tick")
        var state = DashboardState(
            Scene.Setting(target: "", interval: .seconds(1), zoneSeconds: 0),
            width: 140,
            height: 45
        )
        cursor = reader.cursor(at: 0)
        var readings: [Reading] = []
        while let reading = cursor.next(), readings.count < 7200 { readings.append(reading) }
        let folded = clock.measure {
            for reading in readings { _ = state.apply(.reading(reading)) }
        }
        report("fold", folded / .microseconds(1) / Double(readings.count), "µs/tick")
        let drawn = clock.measure {
            for _ in 0..<100 { _ = Screen.canvas(of: state.scene, width: 140, height: 45) }
        }
        report("draw", drawn / .microseconds(100), "µs")
    }

    private func make(_ hour: [Reading]) throws {
        var header = RecordingHeader()
        header.description.targets = ["redis://127.0.0.1:6379"]
        var writer = try RecordingWriter(creating: file, header)
        for round in 0..<hours {
            let shift = Int64(round) * 3_600_000_000
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

private enum Machine {
    static func exists(_ path: String) -> Bool { (try? RecordingReader(opening: path)) != nil }
}
