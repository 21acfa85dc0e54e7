import ArgumentParser
import CacheMetrics
import Recording
import TestSupport

/// What becomes of a recording in which one bit is flipped, for every bit of it.
struct FlipBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flips",
        abstract: "Flip each bit of a recording and read it: readings lost, wrong or mended."
    )

    @Argument(help: "A stream: NAME.bin.xz.")
    var stream: String
    @Option(help: "How many ticks to record.")
    var ticks = 600
    @Option(help: "Compare all readings for one bit of so many; for the others, count them.")
    var compareEvery = 50
    @Option(help: "Flip one bit of so many.")
    var every = 1

    func run() throws {
        let all = try InfoStream(unpacking: stream).readings(of: NodeID("n"))
        let readings = Array(all.prefix(ticks))
        let file = try TemporaryFile()
        _ = try file.record(readings)
        let bytes = try file.bytes()
        let header = Int(bytes[12]) | Int(bytes[13]) << 8
        var (flips, mended, lost, wrong, compared) = (0, 0, 0, 0, 0)
        let damaged = try TemporaryFile()
        for bit in stride(from: 8 * header, to: 8 * bytes.count, by: every) {
            var copy = bytes
            copy[bit / 8] ^= 1 << (bit % 8)
            try damaged.write(copy)
            let reader = try RecordingReader(opening: damaged.path)
            flips += 1
            lost += readings.count - reader.ticks.count
            mended += reader.ticks.count { $0.isMended }
            guard flips.isMultiple(of: compareEvery) else { continue }
            compared += 1
            wrong += damaged.readAll(reader) == readings ? 0 : 1
        }
        print("\(bytes.count) bytes, \(readings.count) ticks; \(flips) flips: \(mended) mended")
        print("\(lost) readings lost; \(wrong) of \(compared) compared are wrong")
    }
}
