import ArgumentParser
import Dashboard
import Recording

/// One report and out.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Report once on a server, or on a moment of a recording."
    )

    @Argument(help: "A server, as for watch, or a recording.")
    var source: String

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        parsing: .unconditional,
        help: "The moment of a recording, such as 14:03, +90s, 42% or #7200; else its end."
    )
    var at: MomentArgument?

    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var settings: ConfigurationOptions

    mutating func run() async throws {
        switch try ObservedSource(
            source,
            credentials: credentials,
            polling: polling,
            try settings.read()
        ) {
        case .servers(let watching):
            guard at == nil else { throw ValidationError("--at names a moment of a recording") }
            printSnapshot(try await watching.observe(samples: 2), json: json)
        case .recording(let recording):
            let tick = try at?.tick(in: recording.reader) ?? recording.reader.ticks.count - 1
            printSnapshot(recording.state(at: tick, width: 0, height: 0).scene, json: json)
        }
    }
}

/// Prints what there is to know of a moment, for programs or for people.
func printSnapshot(_ scene: Scene, json: Bool) {
    if json {
        printOut(SnapshotJSON(scene: scene).document.text())
    } else {
        printOut(SnapshotText(scene: scene).lines.joined(separator: "\n"))
    }
}
