import ArgumentParser
import Recording

/// A part of a recording.
struct TrimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Write a part of a recording to a new one."
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(
        parsing: .unconditional,
        help: "Where to begin: RFC 3339, 14:03, +90s, -10s, 42% or #7200."
    )
    var from: MomentArgument?

    @Option(parsing: .unconditional, help: "Where to end, in the same ways.")
    var to: MomentArgument?

    @Option(name: .shortAndLong, help: "The new recording.")
    var output: String

    mutating func run() async throws {
        let reader = try OpenRecording(file).reader
        let last = try to?.tick(in: reader) ?? reader.ticks.count - 1
        let first = try from?.tick(in: reader) ?? 0
        guard first <= last else { throw ValidationError("--from is after --to") }
        try await CopyRunner(
            copy: RecordingCopy([(reader, first...last)], to: output),
            path: output
        )
        .run()
    }
}
