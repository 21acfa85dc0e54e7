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
    let thread = try watching.openRecording().map {
        try RecordingThread(writing: $0, nodes: watching.targets.count)
    }
    let searcher = try Searcher()
    let live = try LiveScreen(setting, options: options, watching.configuration)
    let mailbox = live.mailbox
    async let _ = searcher.run()
    let (ending, progress) = await withTaskGroup(of: RecordingWriter.Progress?.self) { group in
        group.addTask { await feed(mailbox, from: watching, recordedBy: thread, notices) }
        if let thread {
            group.addTask {
                await thread.run { progress, _ in
                    mailbox.post(.recorded(progress.status))
                    return true
                }
            }
        }
        let rewind = RewindStage(
            watching.header,
            under: watching.configuration.policy,
            searcher: searcher
        )
        let ending = live.run(
            until: length.map { .now + $0 },
            rewind,
            pairing: thread.map { _ in PairedReadings() }
        )
        group.cancelAll()
        live.leave()
        async let _ = thread == nil ? () : RecordingThread.offerToGiveUp(recordingPath)
        var progress: RecordingWriter.Progress?
        while let other = await group.next() { progress = progress ?? other }
        return (ending, progress)
    }
    live.close(ending)
    try progress?.throwIfIncomplete()
}

extension LiveScreen {
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
        var isFirst = true
        await thread.take(source) { reading in
            if isFirst { mailbox.post(.recorded(thread.status(before: reading))) }
            isFirst = false
            mailbox.post(.reading(reading))
        }
    }
    return nil
}
