import ArgumentParser
import Recording

/// A recording without names.
struct RedactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Write a recording without names of keys, clients and hosts to a new one.",
        discussion: """
            A name is replaced word by word by letters that follow from it and from a key that is kept \
            nowhere: what had the same prefix still has.
            """
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(name: .shortAndLong, help: "The new recording.")
    var output: String

    mutating func run() async throws {
        let reader = try OpenRecording(file).reader
        let redaction = Redaction()
        var header = reader.header
        header.description.targets = header.description.targets.map { _ in "redacted" }
        header.description.redaction = "all"
        let copy = RecordingCopy(
            [(reader, 0...reader.ticks.count - 1)],
            to: output,
            header: header,
            change: { redaction.redact($0) }
        )
        try await CopyRunner(copy: copy, path: output).run()
    }
}
