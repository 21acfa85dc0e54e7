import ArgumentParser
import CDemo
import CacheHealth
import Dashboard
import Recording
import Settings

/// The dashboard over a recording.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Show a recording on the same dashboard, without a server or a network."
    )

    @Argument(help: "The recording.")
    var file: String?

    @Flag(help: "Show the incident that is part of this program.")
    var demo = false

    @Option(
        parsing: .unconditional,
        help: "Where to begin: RFC 3339, 14:03, +90s, -10s, 42% or #7200."
    )
    var at: MomentArgument?

    @Option(help: "How many times faster than recorded.")
    var speed = 1.0

    @Flag(help: "Show the end of a recording that is being written, and go on with it.")
    var follow = false

    @Flag(help: "Begin paused.")
    var paused = false

    @OptionGroup var screen: ScreenOptions
    @OptionGroup var settings: ConfigurationOptions

    @MainActor
    mutating func run() async throws {
        let configuration = try settings.read()
        let recording = try opened(under: configuration.policy)
        guard !follow || at == nil else {
            throw ValidationError("--follow shows the end: leave out --at")
        }
        let last = recording.reader.ticks.count - 1
        let tick = try at?.tick(in: recording.reader) ?? (follow ? last : 0)
        guard Playback.speeds.contains(speed) else {
            let ladder = Playback.speeds.map { $0 < 1 ? "\($0)" : "\(Int($0))" }.joined(
                separator: " "
            )
            throw ValidationError("--speed is one of \(ladder)")
        }
        let isPlaying = !paused && !follow
        let playback = Playback(
            recording.reader.ticks,
            at: tick,
            speed: speed,
            isPlaying: isPlaying
        )
        let searcher = try Searcher()
        let live = try LiveScreen(recording.setting(), options: screen, configuration)
        let growing = demo || recording.reader.isClosed ? nil : file
        async let _ = searcher.run()
        let stage = ReplayStage(recording, playback, growing: growing, searcher: searcher)
        let ending = live.run(act: { stage.perform($0) }, tick: { stage.advance() })
        live.close(ending)
    }

    private func opened(under policy: HealthPolicy) throws -> OpenRecording {
        guard !demo else {
            guard file == nil, !follow else {
                throw ValidationError("--demo is a recording itself: leave out FILE and --follow")
            }
            let bytes = (0..<cd_incident_length()).map { cd_incident_byte($0) }
            return OpenRecording(try RecordingReader(bytes, named: "demo"), under: policy)
        }
        guard let file else { throw ValidationError("give a recording, or --demo") }
        // The beginning is on the screen before the rest is read.
        return try OpenRecording(file, under: policy, beginningOnly: at == nil && !follow)
    }
}
