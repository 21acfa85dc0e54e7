import ArgumentParser
import Recording

/// What is in a recording.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what is in a recording, and what is wrong with it."
    )

    @Argument(help: "The recording.")
    var file: String

    @Flag(help: "Print JSON.")
    var json = false

    mutating func run() throws {
        let recording = try OpenRecording(file)
        let facts = RecordingFacts(recording.reader)
        if json {
            printOut(facts.document(recording.reader).text())
        } else {
            printOut(facts.lines(recording.reader).joined(separator: "\n"))
        }
    }
}
