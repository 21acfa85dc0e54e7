import ArgumentParser
import CacheMetrics
import Dashboard
import Polling
import Recording
import RedisClient
import Settings
import Terminal

/// The live dashboard.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch caches live (the default)."
    )

    @Argument(
        help:
            "host, host:port, redis://[user@]host[:port][/db] or unix:///path; several for several nodes."
    )
    var target: [String] = []

    @Option(help: "Also record what is shown, to this file.")
    var record: String?

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var settings: ConfigurationOptions

    @MainActor
    mutating func run() async throws {
        let names = target.isEmpty ? ["redis://127.0.0.1:6379"] : target
        let targets = try names.map { try Target(argument: $0, credentials: credentials) }
        let configuration = try settings.read()
        let watching = Watching(
            targets: targets,
            settings: try polling.settings(configuration),
            configuration: configuration,
            recordingPath: record,
            recordingPlan: recording.plan
        )
        _ = try screen.chosenTheme(configuration)
        guard Machine.outputIsTerminal || record != nil else {
            warn("standard output is not a terminal: printing a snapshot instead")
            return printSnapshot(try await watching.observe(samples: 2), json: false)
        }
        try await watch(watching, screen: screen)
    }
}

/// Shows servers on the terminal until the operator quits or the time is up.
@MainActor
func watch(
    _ watching: Watching,
    screen options: ScreenOptions,
    atMost length: Duration? = nil,
    notices: AsyncStream<String>? = nil
) async throws {
    let setting = Scene.Setting(
        target: watching.title,
        interval: watching.settings.interval,
        zoneSeconds: Machine.zoneSeconds(at: Machine.wallMicroseconds())
    )
    let recordingPath = watching.recordingPath ?? ""
    var writer = try watching.openRecording()
    let (thread, searcher, live): (RecordingThread?, Searcher, LiveScreen)
    do {
        let nodes = watching.targets.count
        thread = try writer.map { try RecordingThread(writing: $0, nodes: nodes) }
        searcher = try Searcher()
        live = try LiveScreen(setting, options: options, watching.configuration, nodes: nodes)
    } catch {
        // A file that only says that nothing came of it would be in the way of the next try.
        writer?.abandon()
        throw error
    }
    async let _ = searcher.run()
    let (ending, progress) = await live.show(
        watching,
        until: length.map { .now + $0 },
        recordedBy: thread,
        searcher,
        notices
    )
    progress?.warnOfDoubt(about: recordingPath)
    // A signal ends the program, before anything can be thrown.
    if case .signal = ending { progress?.warnIfIncomplete() }
    live.close(ending)
    try progress?.throwIfIncomplete()
}

extension LiveScreen {
    /// Polls, records and shows until the operator or the system ends it, or the time is up; then gives
    /// the terminal back and waits for the recording.
    fileprivate func show(
        _ watching: Watching,
        until end: ContinuousClock.Instant?,
        recordedBy thread: RecordingThread?,
        _ searcher: Searcher,
        _ notices: AsyncStream<String>?
    ) async -> (Ending, RecordingWriter.Progress?) {
        let (mailbox, path) = (mailbox, watching.recordingPath ?? "")
        boost = { watching.boost.request() }
        return await withTaskGroup(of: RecordingWriter.Progress?.self) { group in
            group.addTask { await feed(mailbox, from: watching, recordedBy: thread, notices) }
            if let thread {
                group.addTask {
                    await thread.run { progress, _ in
                        mailbox.post(.recorded(progress.status))
                        return true
                    }
                }
            }
            let policy = watching.configuration.policy
            let rewind = RewindStage(watching.header, under: policy, searcher: searcher)
            let ending = run(until: end, rewind, pairing: thread.map { _ in PairedReadings() })
            group.cancelAll()
            leave()
            async let _ = thread == nil ? () : RecordingThread.offerToGiveUp(path)
            var progress: RecordingWriter.Progress?
            while let other = await group.next() { progress = progress ?? other }
            return (ending, progress)
        }
    }

    /// Shows what is watched until the operator or the system ends it, or the time is up.
    fileprivate func run(
        until end: ContinuousClock.Instant?,
        _ rewind: RewindStage,
        pairing: PairedReadings?
    ) -> Ending {
        var paired = pairing
        return run(
            until: end,
            pass: { event in
                (paired?.pass(event, at: .now) ?? [event]).flatMap { rewind.pass($0) }
            },
            act: { rewind.perform($0) },
            tick: {
                let late = paired?.overdue(at: .now) ?? (events: [], wait: nil)
                let due = rewind.advance()
                return (
                    late.events.flatMap { rewind.pass($0) } + due.events,
                    [late.wait, due.wait].compactMap(\.self).min()
                )
            }
        )
    }
}

/// Polls until cancelled, handing each reading to the mailbox, and to the recording if there is one.
private func feed(
    _ mailbox: Mailbox<Event>,
    from watching: Watching,
    recordedBy thread: RecordingThread?,
    _ notices: AsyncStream<String>?
) async -> RecordingWriter.Progress? {
    await withTaskGroup(of: Void.self) { group in
        let source = MergedSource(watching.pollers(), in: &group)
        if let notices {
            group.addTask { for await notice in notices { mailbox.post(.told(notice)) } }
        }
        defer { group.cancelAll() }
        guard let thread else {
            var source = source
            while let reading = await source.next() { mailbox.post(.reading(reading)) }
            return
        }
        var (isFirst, lost): (Bool, UInt64) = (true, 0)
        await thread.take(source) { given in
            if isFirst { mailbox.post(.recorded(thread.status(before: given.reading))) }
            if given.lost > lost { mailbox.post(.lost(given.lost)) }
            (isFirst, lost) = (false, given.lost)
            mailbox.post(.reading(given.reading))
        }
    }
    return nil
}
