import ArgumentParser
import Painting
import Polling
import RedisClient
import Settings
import Terminal

/// What to poll and how often.
struct PollOptions: ParsableArguments {
    @Option(help: "The time from one poll to the next. (default: 1s)")
    var interval: DurationArgument?

    @Option(help: "A sorted set to follow; repeat for more. Without it, boards are looked for.")
    var board: [String] = []

    @Option(
        help: ArgumentHelp("The application's own counters.", valueName: "name=hits-key,misses-key")
    )
    var counter: [String] = []

    @Option(
        help: "The share of one server core for key sampling; 0 turns it off. (default: 0.5%)"
    )
    var sampleBudget: String?

    @Option(
        help: ArgumentHelp(
            "Our lookups as a share of the clients', by the server's count; 0 for none. (default: 1%)",
            discussion: "At least 16 per second in the first minute, 2 after it."
        )
    )
    var probeShare: String?

    @Flag(
        help: "Listen to the clients' commands in bursts of 20 to 50 ms: hot keys without LFU."
    )
    var allowMonitor = false

    @Flag(
        help: "Listen for changed keys in bursts of 200 ms: hot writes where MONITOR is too much."
    )
    var allowTracking = false

    @Flag(
        help: ArgumentHelp(
            "Read a few values a second: what packing saves, and members of tags that are gone.",
            discussion: "Before Redis 7.2 the keys that are read look used."
        )
    )
    var allowValues = false

    @Flag(
        help: ArgumentHelp(
            "Walk over the keys of a replica that the server names, in place of its own.",
            discussion: "It is sent the same user and password."
        )
    )
    var walkReplica = false

    @OptionGroup var keyNames: KeyNameOptions

    /// The settings a poller takes: what is not given here, as the configuration has it.
    func settings(_ configuration: Configuration) throws -> PollSettings {
        var settings = PollSettings()
        let every = interval?.duration ?? .seconds(configuration.interval ?? 1)
        guard every >= .milliseconds(100) else {
            throw ValidationError("--interval must be at least 100ms")
        }
        settings.interval = every
        let (boards, counters) = (configuration.boards, configuration.counters)
        settings.boards = (board.isEmpty ? boards : board).map { Array($0.utf8) }
        settings.counters = try (counter.isEmpty ? counters : counter).map(Self.counterKeys)
        settings.sampleBudget =
            try sampleBudget.map { try Self.share($0, "--sample-budget", atMost: 0.05) }
            ?? configuration.sampleBudget ?? 0.005
        settings.probeShare =
            try probeShare.map { try Self.share($0, "--probe-share", atMost: 1) }
            ?? configuration.probeShare ?? 0.01
        settings.listensTo = try listening()
        guard settings.listensTo == nil || settings.sampleBudget > 0 else {
            throw ValidationError(
                "--allow-monitor and --allow-tracking need a --sample-budget above 0"
            )
        }
        guard !allowValues || settings.sampleBudget > 0 else {
            throw ValidationError("--allow-values needs a --sample-budget above 0")
        }
        settings.readsValues = allowValues
        settings.walksReplica = walkReplica
        settings.namespaces = keyNames.globs
        settings.hidesKeys = keyNames.hideKeys
        settings.clientName = "hitscope-\(Machine.processID)"
        return settings
    }

    private func listening() throws -> TrafficKind? {
        guard !allowMonitor || !allowTracking else {
            throw ValidationError(
                "--allow-monitor sees what --allow-tracking does and more: give one"
            )
        }
        return allowMonitor ? .commands : allowTracking ? .changes : nil
    }

    private static func counterKeys(_ text: String) throws -> CounterKeys {
        let sides = text.split(separator: "=", maxSplits: 1)
        let keys = sides.last.map { $0.split(separator: ",", maxSplits: 1) } ?? []
        guard sides.count == 2, keys.count == 2 else {
            throw ValidationError("--counter \(text): write NAME=HITS_KEY,MISSES_KEY")
        }
        return CounterKeys(
            name: String(sides[0]),
            hits: Array(keys[0].utf8),
            misses: Array(keys[1].utf8)
        )
    }

    private static func share(
        _ text: String,
        _ option: String,
        atMost most: Double
    ) throws -> Double {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text) else {
            throw ValidationError("\(option) \(text): write a percentage such as 0.5%")
        }
        let share = isPercent ? number / 100 : number
        guard (0...most).contains(share) else {
            throw ValidationError("\(option) \(text): from 0 to \(Figures.percent(most))")
        }
        return share
    }
}
