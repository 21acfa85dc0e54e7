import ArgumentParser
import Recording

/// Several recordings as one.
struct CatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Write several recordings to one, one after the other."
    )

    @Argument(help: "The recordings, oldest first.")
    var files: [String]

    @Option(name: .shortAndLong, help: "The new recording.")
    var output: String

    mutating func run() async throws {
        let readers = try files.map { try OpenRecording($0).reader }
        let parts = readers.map { ($0, 0...$0.ticks.count - 1) }
        var header = readers.first?.header
        header?.description.targets = readers.flatMap(\.header.description.targets).reduce(into: [])
        {
            if !$0.contains($1) { $0.append($1) }
        }
        let copy = RecordingCopy(parts, to: output, header: header)
        try await CopyRunner(copy: copy, path: output).run()
    }
}
