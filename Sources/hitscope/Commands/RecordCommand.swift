import ArgumentParser
import CacheMetrics
import Dashboard
import Painting
import Polling
import Recording
import RedisClient
import Terminal
import UnixSignals

/// A recording without a screen.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record caches to a file, without a screen."
    )

    @Argument(help: "What to watch, as for watch.")
    var target: [String]

    @Option(
        name: .shortAndLong,
        help: "The file to create; - for standard output; with --rotate a folder."
    )
    var output: String

    @Option(name: .customLong("for"), help: "How long, for example 10m; else until a signal.")
    var length: DurationArgument?

    @Option(help: "How many samples; else until a signal.")
    var samples: Int?

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var settings: ConfigurationOptions

    mutating func run() async throws {
        guard samples.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--samples is at least 1")
        }
        guard length.map({ $0.duration > .zero }) ?? true else {
            throw ValidationError("--for must be longer than 0")
        }
        let targets = try target.map { try Target(argument: $0, credentials: credentials) }
        let settings = try polling.settings(try settings.read())
        let watching = Watching(
            targets: targets,
            settings: settings,
            recordingPath: output,
            recordingPlan: recording.plan
        )
        try await Self.record(watching, atMost: samples, for: length?.duration)
    }

    /// Records until a signal, or until there are enough samples or the time is over.
    static func record(
        _ watching: Watching,
        atMost samples: Int?,
        for length: Duration?
    ) async throws {
        guard let writer = try watching.openRecording(), let output = watching.recordingPath else {
            return
        }
        let thread = try RecordingThread(writing: writer, nodes: watching.targets.count)
        let line = StatusLine()
        let progress = await withTaskGroup(of: RecordingWriter.Progress?.self) { group in
            group.addTask {
                await thread.run { progress, reading in
                    line.show(progress, reading)
                    // Whoever read a pipe and is gone does not come back.
                    return progress.failure == nil || output != "-"
                }
            }
            group.addTask { await Self.poll(watching, for: thread, atMost: samples) }
            group.addTask { await Self.waitForSignal() }
            if let length {
                group.addTask {
                    try? await Task.sleep(for: length); return nil
                }
            }
            // Whatever comes first ends it: enough samples, a signal, the time, or the thread.
            var progress = await group.next() ?? nil
            group.cancelAll()
            async let _ = RecordingThread.offerToGiveUp(output)
            while let other = await group.next() { progress = progress ?? other }
            return progress
        }
        line.end()
        try Self.report(progress, output)
    }

    private static func waitForSignal() async -> RecordingWriter.Progress? {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        for await _ in signals { return nil }
        return nil
    }

    /// Polls until cancelled or until there are enough samples.
    private static func poll(
        _ watching: Watching,
        for thread: RecordingThread,
        atMost samples: Int?
    ) async -> RecordingWriter.Progress? {
        await withTaskGroup(of: Void.self) { group in
            let line = StatusLine()
            await thread.take(
                MergedSource(watching.pollers(), in: &group),
                atMost: samples
            ) { line.showWaiting($0, every: watching.settings.interval) }
            group.cancelAll()
        }
        return nil
    }

    private static func report(_ progress: RecordingWriter.Progress?, _ output: String) throws {
        guard let progress else { return }
        progress.warnOfDoubt(about: output)
        try progress.throwIfIncomplete()
        guard progress.samples > 0 else {
            let message = "nothing but the server's absence was recorded, to \(output)"
            throw CommandFailure(message: message, code: .noServer)
        }
        warn(
            "recorded \(progress.ticks) samples, \(Figures.bytes(Double(progress.bytes))), to \(output)"
        )
    }
}

/// One line on the terminal that says how a recording goes; nothing where there is no terminal.
private struct StatusLine {
    private let isShown = Machine.errorIsTerminal

    func show(_ progress: RecordingWriter.Progress, _ reading: Reading) {
        guard isShown else { return }
        let state =
            switch reading.content {
            case .sample: "UP"
            case .outage(let outage): outage.cause.words
            }
        let seconds =
            (reading.moment.wallMicroseconds - (progress.firstMicroseconds ?? 0)) / 1_000_000
        let size = Figures.bytes(Double(progress.bytes))
        let kept = "\(progress.waiting) wait, \(progress.lost) lost"
        let failure = progress.failure.map { "  PAUSED: \($0), \(kept)" } ?? ""
        let name = escapedText(reading.node.name.utf8, limit: 48)
        write(
            "\r\u{1B}[K● REC \(Figures.span(Double(seconds)))  \(size)  \(progress.ticks) samples  \(name) \(state)\(failure)"
        )
    }

    /// Says that the disk is waited for, where it should have taken what came before by now.
    func showWaiting(_ given: RecordingThread.HandOver, every interval: Duration) {
        guard isShown, given.behind > RecordingStatus.usualDelay(every: interval) else { return }
        let lost = given.lost > 0 ? ", \(given.lost) lost" : ""
        let waited = Figures.span(Double(given.behind / 1_000_000))
        write("\r\u{1B}[K✖ REC WAITS for the disk \(waited)\(lost)")
    }

    func end() { if isShown { write("\n") } }

    /// A terminal that was stopped is not to stop the recording.
    private func write(_ text: String) { if Machine.errorTakesOutput { printError(text) } }
}
