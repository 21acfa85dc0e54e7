import ArgumentParser
import CacheMetrics
import Painting
import Polling
import RedisClient
import Terminal
import UnixSignals

/// One scan of the keys: what they are, which are big, which are hot, and when they expire.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Scan the key space once: patterns, biggest keys, TTLs.",
        discussion: """
            By default every name and its MEMORY USAGE, which adds nothing to the server's hits and misses; \
            types, TTLs and encodings come from at most 5,000 probes, with 95 % confidence intervals.
            """
    )

    @Argument(help: "The server, as for watch.")
    var target: String

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Scan names only.")
    var names = false

    @Flag(help: "Ask everything of every key; adds lookups to the server's statistics.")
    var all = false

    @Option(help: "Stop after this many keys, in random order, and estimate the rest.")
    var keys: Int?

    @Option(
        name: .customLong("for"),
        help: "Stop after this long, for example 30s, and estimate the rest."
    )
    var length: DurationArgument?

    @Option(help: "Use at most this much of one server core, for example 10%.")
    var cpu: ShareArgument?

    @Flag(help: .hidden)
    var census = false

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp(
            "Continue an earlier scan at the place it printed.",
            valueName: "place"
        )
    )
    var place: PlaceArgument?

    @OptionGroup var keyNames: KeyNameOptions

    @OptionGroup var credentials: CredentialOptions

    mutating func run() async throws {
        guard length.map({ $0.duration > .zero }) ?? true else {
            throw ValidationError("--for is longer than 0s")
        }
        guard keys.map({ $0 > 0 }) ?? true else { throw ValidationError("--keys is at least 1") }
        guard !names || !all else {
            throw ValidationError("--names scans names only, --all asks everything: give one")
        }
        let target = try Target(argument: target, credentials: credentials)
        var options = KeyScanRun.Options()
        options.depth = names ? .names : all ? .everything : .sizes
        (options.mostKeys, options.length) = (keys, length?.duration)
        (options.place, options.share) = (place?.place, cpu?.share)
        options.namespaces = keyNames.globs
        let run: KeyScanRun
        do throws(RedisError) {
            run = try await Self.untilSignalled(target, options)
        } catch {
            throw CommandFailure(
                message: "\(target.address): \(Self.sentence(error))",
                code: .noServer
            )
        }
        let report = KeyReport(target, run, hidesKeys: keyNames.hideKeys)
        printOut(
            json
                ? report.document.text()
                : report.lines(width: Machine.outputWidth ?? 100).joined(separator: "\n")
        )
    }

    /// Scans until it is done or a signal comes: then what was found so far is reported.
    private static func untilSignalled(
        _ target: Target,
        _ options: KeyScanRun.Options
    ) async throws(RedisError) -> KeyScanRun {
        let outcome = await withTaskGroup(of: Result<KeyScanRun, RedisError>?.self) { group in
            group.addTask {
                do throws(RedisError) {
                    return .success(try await KeyScanRun.scan(target, options))
                } catch {
                    return .failure(error)
                }
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
        guard let outcome else { throw .cancelled }
        return try outcome.get()
    }

    /// Why keys cannot be scanned, by the rule that would allow it where one is missing.
    private static func sentence(_ error: RedisError) -> String {
        guard case .rejected(let text) = error else { return Outage.Cause(error).sentence }
        if let rule = KeyScanRun.missingRule(text) { return "AUTH needs \(rule)" }
        return Outage.Cause(error).sentence
    }
}
