import ArgumentParser
import Painting
import Recording

/// Whether all of a recording can be read.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read all of a recording, and name what cannot be read."
    )

    @Argument(help: "The recordings.")
    var files: [String]

    mutating func run() throws {
        var isWhole = true
        for file in files {
            let recording = try OpenRecording(file)
            let reader = recording.reader
            var cursor = reader.cursor(at: 0)
            var read = 0
            while cursor.next() != nil {
                read += 1
                if read & 0x3FF == 0 { ProgressBar.show(read, of: reader.ticks.count, "ticks") }
            }
            ProgressBar.end()
            for damage in reader.damages {
                printOut(
                    "\(harmlessLine(file)): bytes \(damage.bytes.lowerBound) to \(damage.bytes.upperBound) cannot be read; lost before tick #\(damage.nextTick)"
                )
            }
            let broken = reader.ticks.count - read
            if broken > 0 { printOut("\(harmlessLine(file)): \(broken) ticks make no sense") }
            if recording.mended > 0 {
                printOut("\(harmlessLine(file)): \(recording.mended) ticks had a flipped bit")
            }
            for tick in reader.ticks.indices where reader.ticks[tick].followsGap {
                printOut("\(harmlessLine(file)): samples were lost before tick #\(tick)")
            }
            printOut("\(harmlessLine(file)): \(read) ticks read")
            isWhole = isWhole && reader.damages.isEmpty && broken == 0
        }
        if !isWhole {
            throw CommandFailure(message: "not all could be read", code: .lostData)
        }
    }
}
