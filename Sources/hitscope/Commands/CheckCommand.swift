import ArgumentParser
import CacheHealth
import CacheMetrics
import Dashboard
import Recording
import Settings

/// The health findings, and an exit code.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Judge a server or a recording; exits 1 for a warning, 2 for something critical."
    )

    @Argument(help: "A server, as for watch, or a recording.")
    var source: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print what monitoring plug-ins print: a line, and performance data.")
    var nagios = false

    @Option(help: "How many samples of a server to judge by.")
    var samples = 15

    @Option(
        parsing: .unconditional,
        help: "Where in a recording to begin: RFC 3339, 14:03, +90s, -10s, 42% or #7200."
    )
    var from: MomentArgument?

    @Option(parsing: .unconditional, help: "Where in a recording to end, in the same ways.")
    var to: MomentArgument?

    @Option(help: ArgumentHelp("Say what a rule means, and judge nothing.", valueName: "rule"))
    var explain: String?

    @OptionGroup var credentials: CredentialOptions
    @OptionGroup var polling: PollOptions
    @OptionGroup var settings: ConfigurationOptions

    mutating func run() async throws {
        let configuration = try settings.read()
        if let explain { return try Self.explain(explain, under: configuration.policy) }
        guard !json || !nagios else { throw ValidationError("give --json or --nagios, not both") }
        guard let source else { throw ValidationError("give a server or a recording to check") }
        switch try ObservedSource(
            source,
            credentials: credentials,
            polling: polling,
            configuration
        ) {
        case .servers(let watching):
            guard from == nil, to == nil else {
                throw ValidationError("--from and --to name moments of a recording")
            }
            let scene = try await observe(watching)
            try finish(scene.report, of: scene.node, at: scene.moment?.wallMicroseconds)
        case .recording(let recording):
            let last = try to?.tick(in: recording.reader) ?? recording.reader.ticks.count - 1
            let first = try from?.tick(in: recording.reader) ?? 0
            guard first <= last else { throw ValidationError("--from is after --to") }
            let end = recording.reader.ticks[last].wallMicroseconds
            let (report, node) = await RecordingJudge(recording, first...last).judge()
            try finish(report, of: node, at: end)
            guard recording.reader.damages.isEmpty else {
                let message = "nothing wrong in what could be read, but not all could be"
                throw CommandFailure(message: message, code: .lostData)
            }
        }
    }

    /// What a server shows; for a monitoring plug-in one that cannot be reached is a finding as well.
    private func observe(_ watching: Watching) async throws -> Scene {
        do {
            return try await watching.observe(samples: max(2, samples))
        } catch let failure as CommandFailure where nagios {
            printOut("HITSCOPE CRITICAL - " + failure.message.replacing("|", with: "¦"))
            throw CommandFailure(message: "", code: .critical)
        }
    }

    private func finish(
        _ report: HealthReport,
        of node: NodeHistory?,
        at wallMicroseconds: Int64?
    ) throws {
        if nagios {
            printOut(NagiosText.lines(report, of: node))
        } else if json {
            let document = JSON.object([
                ("findings", SnapshotJSON.findings(report)),
                ("score", .optional(report.score.map { Int64($0) })),
                ("passed", .integer(Int64(report.passed))),
                ("undecided", SnapshotJSON.undecided(report)),
                ("taken", .optional(wallMicroseconds.map { rfc3339($0) })),
            ])
            printOut(document.text())
        } else {
            printOut(SnapshotText.findingLines(report).joined(separator: "\n"))
        }
        switch report.worst {
        case .critical: throw CommandFailure(message: "", code: .critical)
        case .warning: throw CommandFailure(message: "", code: .warning)
        // A plug-in that knows nothing says so by its exit code too.
        case .info, nil:
            guard nagios, report.score == nil else { return }
            throw CommandFailure(message: "", code: .cannotStart)
        }
    }

    private static func explain(_ name: String, under policy: HealthPolicy) throws {
        let rules = RuleCatalog.rules(under: policy)
        guard let usual = RuleCatalog.all.first(where: { $0.name == name }) else {
            let known = RuleCatalog.all.map(\.name).joined(separator: ", ")
            throw ValidationError("no rule \(name); there are \(known)")
        }
        let rule = rules.first { $0.name == name }
        printOut("\(name): \(usual.title)" + (rule == nil ? " (off by the settings)" : ""))
        printOut("  when    \((rule ?? usual).condition)")
        printOut("  effect  \(usual.effect)")
        printOut("  try     \(usual.remedy)")
        for (number, threshold) in zip(usual.thresholds, (rule ?? usual).thresholds) {
            let (set, own) = (threshold.words(threshold.value), number.words(number.value))
            let note = threshold == number ? "" : ", where the default is \(own)"
            printOut("  set     \(threshold.name) = \(set)\(note)")
        }
    }
}
