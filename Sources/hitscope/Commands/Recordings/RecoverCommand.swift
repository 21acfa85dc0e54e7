import ArgumentParser
import Recording

/// What can be read of a damaged recording, as a new one.
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Write what can be read of a damaged recording to a new one."
    )

    @Argument(help: "The recording; it is not changed.")
    var file: String

    @Argument(help: "The new recording.")
    var output: String

    mutating func run() async throws {
        let reader = try OpenRecording(file).reader
        let copy = RecordingCopy([(reader, 0...reader.ticks.count - 1)], to: output)
        try await CopyRunner(copy: copy, path: output).run()
        for damage in reader.damages {
            warn(
                "\(file): bytes \(damage.bytes.lowerBound) to \(damage.bytes.upperBound) are lost, before tick #\(damage.nextTick)"
            )
        }
        if !reader.damages.isEmpty { throw CommandFailure(message: "", code: .lostData) }
    }
}
