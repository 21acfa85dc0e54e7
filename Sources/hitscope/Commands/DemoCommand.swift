import ArgumentParser
import Polling
import RedisClient
import Settings
import Terminal
import UnixSignals
import Workload

/// A live cache to look at, with nothing to set up.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Start a private redis-server, drive traffic at it and watch it; all of it goes on exit."
    )

    @Option(
        help:
            "A scenario to act out, NAME:healthy or NAME:sick; repeat for more. Without it, a tour."
    )
    var scenario: [String] = []

    @Flag(help: "List the scenarios.")
    var list = false

    @Option(help: "Requests a second, all scenarios together.")
    var rate = 2_500.0

    @Option(name: .customLong("for"), help: "End by itself after so long.")
    var length: DurationArgument?

    @Flag(help: "Only drive the traffic; say where, and end on a signal.")
    var noScreen = false

    @Option(help: "The port to use; without it, a free one.")
    var port: Int?

    @Option(help: "Also record what is shown, to this file.")
    var record: String?

    @OptionGroup var polling: PollOptions
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var settings: ConfigurationOptions

    /// How long each stop of the tour takes.
    private static let stop = Duration.seconds(60)
    /// The demo's maxmemory: what is shown usually fits, what the tour ends with does not.
    private static let memory = "48mb"

    mutating func run() async throws {
        if list {
            return Self.listScenarios()
        }
        guard rate > 0, rate <= 100_000 else { throw ValidationError("--rate is from 1 to 100000") }
        guard port.map({ (1...65_535).contains($0) }) ?? true else {
            throw ValidationError("--port is from 1 to 65535")
        }
        let (acts, rate, configuration) = (try chosenActs(), rate, try settings.read())
        let settings = try ownSettings(configuration)
        let tours = scenario.isEmpty
        let (screen, length, record, noScreen) = (screen, length?.duration, record, noScreen)
        try await DemoServer.run(port: port, memory: Self.memory) { target in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let traffic = Traffic(
                    to: target,
                    acts: acts,
                    requestsPerSecond: rate,
                    seed: 2_026,
                    wallSeconds: { Double(Machine.wallMicroseconds()) / 1e6 }
                )
                group.addTask { await traffic.run(on: ContinuousClock()) }
                let (notices, told) = AsyncStream.makeStream(of: String.self)
                if tours {
                    group.addTask {
                        await traffic.tour(
                            of: ScenarioCatalog.tour,
                            for: Self.stop,
                            on: ContinuousClock()
                        ) { told.yield($0) }
                    }
                }
                defer { group.cancelAll() }
                let watching = Watching(
                    targets: [target],
                    settings: settings,
                    configuration: configuration,
                    recordingPath: record
                )
                if !noScreen {
                    try await watch(watching, screen: screen, atMost: length, notices: notices)
                } else if record != nil {
                    printOut("\(target)")
                    try await RecordCommand.record(watching, atMost: nil, for: length)
                } else {
                    await Self.wait(target, atMost: length)
                }
            }
        }
    }

    private static func listScenarios() {
        for scenario in ScenarioCatalog.all {
            printOut(scenario.name.padded(to: 14) + "healthy  " + scenario.summary)
            printOut("".padded(to: 14) + "sick     \(scenario.sickness) → \(scenario.rule)")
        }
    }

    /// What to poll: values of the demo's own keys may be read, and nobody else sees its hit ratio.
    private func ownSettings(_ configuration: Configuration) throws -> PollSettings {
        var settings = try polling.settings(configuration)
        settings.readsValues = settings.sampleBudget > 0
        if polling.probeShare == nil, configuration.probeShare == nil { settings.probeShare = 1 }
        return settings
    }

    private func chosenActs() throws -> [Act] {
        guard !scenario.isEmpty else { return ScenarioCatalog.usual }
        return try scenario.map { name in
            guard let found = Act(named: name) else {
                let known = ScenarioCatalog.all.map(\.name).joined(separator: ", ")
                throw ValidationError(
                    "no scenario \(name); write NAME, NAME:healthy or NAME:sick; there are \(known)"
                )
            }
            return found
        }
    }

    /// Says where the server is and waits for a signal or the time.
    private static func wait(_ target: Target, atMost length: Duration?) async {
        printOut("\(target)")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
                for await _ in signals { return }
            }
            if let length { group.addTask { try? await Task.sleep(for: length) } }
            await group.next()
            group.cancelAll()
        }
    }
}
