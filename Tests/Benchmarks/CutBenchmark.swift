import ArgumentParser
import CacheMetrics
import Recording
import TestSupport

/// Cuts a recording off at every byte and reads what is left.
struct CutBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cuts",
        abstract:
            "Cut a recording off at each byte and read it: readings lost or wrong, damage told."
    )

    @Argument(help: "A stream: NAME.bin.xz.")
    var stream: String

    @Option(help: "How many ticks.")
    var ticks = 600

    func run() throws {
        let readings = Array(
            try InfoStream(unpacking: stream).readings(of: NodeID("n")).prefix(ticks)
        )
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let bytes = try file.bytes()
        let whole = try RecordingReader(opening: file.path)
        let cut = try TemporaryFile()
        var (cuts, lost, wrong, damaged) = (0, 0, 0, 0)
        let first = Int(whole.ticks[0].end)
        for length in first..<bytes.count {
            try cut.write(Array(bytes[..<length]))
            let reader = try RecordingReader(opening: cut.path)
            let due = whole.ticks.count { $0.end <= UInt64(length) }
            cuts += 1
            lost += max(0, due - reader.ticks.count)
            wrong += reader.ticks == Array(whole.ticks.prefix(due)) ? 0 : 1
            damaged += reader.damages.isEmpty ? 0 : 1
            // Every byte of every reading is compared now and then: it takes a thousand times as long.
            guard length.isMultiple(of: 997) else { continue }
            wrong += cut.readAll(reader) == Array(readings.prefix(due)) ? 0 : 1
        }
        print("\(cuts) cuts of \(bytes.count) bytes, \(readings.count) ticks")
        report("ticks before the cut that were not read", Double(lost), "", atMost: 0)
        report("cuts with a wrong tick", Double(wrong), "", atMost: 0)
        report("cuts taken for damage", Double(damaged), "", atMost: 0)
    }
}
