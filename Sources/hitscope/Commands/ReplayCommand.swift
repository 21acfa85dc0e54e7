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

/// A recording being played: turns time and wishes into events for the dashboard.
@MainActor
private final class ReplayStage {
    private let recording: OpenRecording
    private var playback: Playback
    private var cursor: RecordingCursor
    private var lastLook = ContinuousClock.now
    private var hasBegun = false

    /// Readings folded before the keys are looked at again: playing fast must not make them late.
    private static let mostPerLook = 256

    init(_ recording: OpenRecording, _ playback: Playback) {
        self.recording = recording
        self.playback = playback
        cursor = recording.reader.cursor(at: 0)
    }

    /// What is due by now, and how long until something else is.
    func advance() -> (events: [Event], wait: Duration?) {
        let now = ContinuousClock.now
        guard hasBegun else {
            hasBegun = true
            lastLook = now
            return (startOver(), playback.wait)
        }
        playback.advance(by: lastLook.duration(to: now))
        lastLook = now
        return catchUp()
    }

    /// What the operator wants of the recording.
    func perform(_ command: PlaybackCommand) -> [Event] {
        let before = playback.tick
        switch command {
        case .toggle: playback.toggle()
        case .step(let count): playback.step(by: count)
        case .jump(let seconds): playback.jump(seconds: seconds)
        case .changeSpeed(let steps): playback.changeSpeed(by: steps)
        case .normalSpeed: playback.resetSpeed()
        case .begin: playback.goToBegin()
        case .end: playback.goToEnd()
        case .event(let direction): playback.goToEvent(forward: direction > 0)
        }
        lastLook = ContinuousClock.now
        // Going back needs the history before it; far ahead, folding on is no shorter than anew.
        let range = recording.foldingRange(for: playback.tick)
        if playback.tick < before || range.lowerBound > cursor.tick { return startOver() }
        return readings(atMost: .max) + [.played(status)]
    }

    private func startOver() -> [Event] {
        let range = recording.foldingRange(for: playback.tick)
        cursor = recording.reader.cursor(at: range.lowerBound)
        return [.rewound] + readings(atMost: .max) + [.played(status)]
    }

    private func catchUp() -> (events: [Event], wait: Duration?) {
        let events = readings(atMost: Self.mostPerLook)
        let isBehind = cursor.tick <= playback.tick
        return (events.isEmpty ? [] : events + [.played(status)], isBehind ? .zero : playback.wait)
    }

    private func readings(atMost most: Int) -> [Event] {
        var events: [Event] = []
        while cursor.tick <= playback.tick, events.count < most, let reading = cursor.next() {
            events.append(.reading(reading))
        }
        return events
    }

    private var status: PlaybackStatus {
        let ticks = recording.reader.ticks
        let walls = [ticks[0].wallMicroseconds, ticks[ticks.count - 1].wallMicroseconds]
        var status = PlaybackStatus(
            name: recording.reader.name,
            tick: playback.tick,
            count: ticks.count,
            isPlaying: playback.isPlaying,
            speed: playback.speed,
            wallRange: (walls.min() ?? 0)...(walls.max() ?? 0),
            events: playback.events,
            damages: recording.reader.damages.count
        )
        status.mended = recording.mended
        return status
    }
}
