import ArgumentParser
import Dashboard
import Recording

/// The dashboard over a recording.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show a recording on the same dashboard, without a server or a network."
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(
        parsing: .unconditional,
        help: "Where to begin: RFC 3339, 14:03, +90s, -10s, 42% or #7200."
    )
    var at: MomentArgument?

    @Option(help: "How many times faster than recorded.")
    var speed = 1.0

    @Flag(help: "Begin paused.")
    var paused = false

    @OptionGroup var screen: ScreenOptions

    @MainActor
    mutating func run() async throws {
        let recording = try OpenRecording(file)
        let tick = try at?.tick(in: recording.reader) ?? 0
        guard Playback.speeds.contains(speed) else {
            let ladder = Playback.speeds.map { $0 < 1 ? "\($0)" : "\(Int($0))" }.joined(
                separator: " "
            )
            throw ValidationError("--speed is one of \(ladder)")
        }
        let playback = Playback(recording.reader.ticks, at: tick, speed: speed, isPlaying: !paused)
        let live = try LiveScreen(recording.setting(), options: screen)
        let stage = ReplayStage(recording, playback)
        let ending = live.run(act: { stage.perform($0) }, tick: { stage.advance() })
        live.close(ending)
    }
}
