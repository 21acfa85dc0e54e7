import ArgumentParser
import CacheMetrics
import Painting
import Polling
import RedisClient
import Terminal
import UnixSignals

/// One sweep over the keys: what they are, which are big, which are hot, and when they expire.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Sweep the keys once: patterns, biggest, hottest, TTLs, with intervals and cost."
    )

    @Argument(help: "The server, as for watch.")
    var target: String

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "How many keys to look at, in random order.")
    var keys: Int?

    @Option(name: .customLong("for"), help: "How long to look, for example 30s.")
    var length: DurationArgument?

    @Flag(help: "Look at every key.")
    var all = false

    @Flag(
        help: ArgumentHelp(
            "Count every name, and ask about few keys, 5000 or --keys, where that tells most."
        )
    )
    var census = false

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("Where an earlier sweep stopped, as it said.", valueName: "place")
    )
    var place: PlaceArgument?

    @OptionGroup var keyNames: KeyNameOptions

    @OptionGroup var credentials: CredentialOptions

    /// Keys looked at unless told otherwise: enough for ± 1 % of a pattern that has a tenth of them.
    private static let usualKeys = 200_000
    /// Keys that a census asks about unless told otherwise.
    private static let usualQuestions = 5_000
    private static let patience = Duration.seconds(5)
    private static let elsewhere = "--from is a place on another server, or before it restarted"

    mutating func run() async throws {
        guard length.map({ $0.duration > .zero }) ?? true else {
            throw ValidationError("--for is longer than 0s")
        }
        guard keys.map({ $0 > 0 }) ?? true else { throw ValidationError("--keys is at least 1") }
        guard !all || keys == nil && length == nil else {
            throw ValidationError("--all looks at every key: leave out --keys and --for")
        }
        guard !census || !all && length == nil && place == nil else {
            throw ValidationError("--census counts every name: leave out --all, --for and --from")
        }
        let target = try Target(argument: target, credentials: credentials)
        do throws(RedisError) {
            try await sweepUntilSignalled(target)
        } catch {
            let cause = Outage.Cause(error)
            throw CommandFailure(message: "\(target.address): \(cause.sentence)", code: .noServer)
        }
    }

    /// Sweeps until it is done or a signal comes: then what was found so far is told.
    private func sweepUntilSignalled(_ target: Target) async throws(RedisError) {
        let failure = await withTaskGroup(of: RedisError?.self) { group in
            group.addTask {
                do throws(RedisError) { try await sweep(target) } catch { return error }
                return nil
            }
            group.addTask {
                let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
                for await _ in signals { return nil }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return await group.reduce(first) { $0 ?? $1 }
        }
        if let failure { throw failure }
    }

    private func sweep(_ target: Target) async throws(RedisError) {
        let connection = try await RedisConnection.open(
            to: target,
            named: "hitscope-keys-\(Machine.processID)"
        )
        let reply = try await connection.send([.info], within: Self.patience).first
        let info = try InfoReport(reply: reply)
        let start = ContinuousClock.now
        let random = KeySweep.Place(startingAt: UInt64.random(in: 0..<1 << 40), on: info)
        let place = place?.place ?? random
        guard place.isOn(info) else { throw .rejected(Array(Self.elsewhere.utf8)) }
        let questions = census ? keys ?? Self.usualQuestions : nil
        var sweep = KeySweep(from: place, info, namespaces: keyNames.globs, questions: questions)
        var cost = (commands: 0, writes: 0)
        while !isEnough(sweep, start.duration(to: .now)), !Task.isCancelled {
            let commands = sweep.commands()
            let elapsed: Duration
            do throws(RedisError) {
                let replies = try await connection.send(commands, within: Self.patience)
                elapsed = start.duration(to: .now)
                let milliseconds = Int64(elapsed / .milliseconds(1))
                try sweep.record(Array(zip(commands, replies)), at: milliseconds)
            } catch {
                guard Task.isCancelled else { throw error }
                break
            }
            cost = (cost.commands + commands.count, cost.writes + 1)
            showProgress(of: sweep, elapsed)
        }
        let doubts = Task.isCancelled ? [] : sweep.doubts
        if !doubts.isEmpty {
            let replies = try await connection.send(doubts, within: Self.patience)
            cost = (cost.commands + doubts.count, cost.writes + 1)
            sweep.settle(Array(zip(doubts, replies)))
        }
        ProgressBar.end()
        await connection.close()
        let elapsed = start.duration(to: .now)
        if keyNames.hideKeys { sweep.hidesKeys = true }
        let report = KeyReport(target, info, sweep, elapsed: elapsed, cost: cost)
        printOut(
            json
                ? report.document.text()
                : report.lines(width: Machine.outputWidth ?? 100).joined(separator: "\n")
        )
    }

    /// How many keys are to be looked at, or `nil` for all or for as many as the time allows.
    private var wanted: Int? {
        all || census ? nil : keys ?? (length == nil ? Self.usualKeys : nil)
    }

    private func showProgress(of sweep: KeySweep, _ elapsed: Duration) {
        let seen = Double(sweep.keysMet)
        let share = max(sweep.progress, wanted.map { seen / Double($0) } ?? 0)
        ProgressBar.show(share, "\(Figures.count(seen)) keys  \(Figures.seconds(elapsed.seconds))")
    }

    private func isEnough(_ sweep: KeySweep, _ elapsed: Duration) -> Bool {
        if sweep.isComplete { return true }
        if let wanted, sweep.census.keysSeen >= UInt64(clamping: wanted) { return true }
        return length.map { elapsed >= $0.duration } ?? false
    }
}
