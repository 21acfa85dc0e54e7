package import CacheMetrics

/// How many keys a walk may look at, so that it never costs the server more than it was given.
///
/// The pace is what the budget buys at the price that the server's own CPU account shows, varied by
/// half up and down so that the price can be told from the load. A server in distress is given
/// room: half the pace after two slow polls or while a snapshot is written, less the fuller its main
/// thread is, and nothing during a failover.
package struct SampleBudget: Sendable {
    /// The share of one server core the walk may use.
    package let share: Double
    /// What a key costs, from the first poll on.
    private var model: CostModel?
    private var last: Account?
    private var keysSince = 0
    private var random: SplitMix
    /// The part of the pace left after slow polls, 0 to 1.
    private var patience = 1.0
    private var roundTrips: [Int64] = []
    private var slowPolls = 0

    /// What the server had spent at a poll.
    private struct Account: Sendable {
        let elapsed: Duration
        let cpuSeconds: Double
        let commands: UInt64
        let ownCommands: UInt64
    }

    /// The most keys in one round trip: a SCAN of 100 keys blocks the server for under 150 µs.
    package static let keysPerRound = 100
    /// The most keys per second, whatever the budget: more would keep our own core busy.
    private let mostKeysPerSecond: Double
    /// A main thread this busy has nothing to give away.
    private static let busy = 0.85
    /// The part of the budget that is not the walk's: polls and boards take it, and listening.
    private static let (ofPolls, ofListening) = (0.15, 0.25)
    /// How long the scan may use what is later listening's, so that there is something to see.
    private static let warmUp = Duration.seconds(15)
    /// Round trips that tell what is usual.
    private static let memory = 60

    /// Whether a part of the budget goes to listening.
    private let listens: Bool

    /// A budget of a share of one core, 0 to 1; `seed` decides how the pace varies.
    package init(
        share: Double,
        listens: Bool = false,
        seed: UInt64 = 0,
        mostKeysPerSecond: Double = 20_000
    ) {
        (self.share, self.listens) = (share, listens)
        self.mostKeysPerSecond = mostKeysPerSecond
        random = SplitMix(state: seed)
    }

    /// CPU seconds of the server's main thread for one key, as far as is known.
    package var secondsPerKey: Double {
        model?.secondsPerKey ?? CostModel.usualSecondsPerKey
    }

    /// Keys that may be scanned until the next poll, after a good one; 0 for none.
    ///
    /// `ownCommands` is how many commands we have sent since we began, `elapsed` the time since. Where a
    /// replica bears the most of the cost, each key counts as if it cost that what it usually does.
    package mutating func keys(
        per interval: Duration,
        after sample: Sample,
        ownCommands: UInt64,
        at elapsed: Duration,
        sparesServer: Bool = false
    ) -> Double {
        guard share > 0 else { return 0 }
        let load = learn(from: sample.info, ownCommands, elapsed)
        watch(sample.roundTripMicroseconds)
        if let state = sample.info[.failoverState], state != Array("no-failover".utf8) { return 0 }
        var part = patience * (Bool.random(using: &random) ? 1.5 : 0.5)
        // The budget is a share of what is left of the core, of which others are the first to be served.
        if let load { part *= load > Self.busy ? 0.2 : 1 - load }
        if sample.info[.savingSnapshot] == 1 || sample.info[.rewritingAppendOnly] == 1 {
            part *= 0.5
        }
        part *= 1 - Self.ofPolls - (listens && elapsed > Self.warmUp ? Self.ofListening : 0)
        let seconds = interval / .seconds(1)
        let price =
            sparesServer
            ? max(secondsPerKey, CostModel.usualSecondsPerKey) : secondsPerKey
        let affordable = share * seconds / price
        return max(1, min(affordable, mostKeysPerSecond * seconds) * part)
    }

    /// Counts keys that were scanned.
    package mutating func spend(keys: Int) { keysSince += keys }

    /// Compares the server's account with the last; returns the main thread's load.
    private mutating func learn(
        from info: InfoReport,
        _ ownCommands: UInt64,
        _ elapsed: Duration
    ) -> Double? {
        model = model ?? CostModel(commandsPerSecond: Double(info[.commandsPerSecond] ?? 0))
        guard let cpu = info.mainThreadSeconds, let commands = info[.commandsProcessed] else {
            return nil
        }
        let now = Account(
            elapsed: elapsed,
            cpuSeconds: cpu,
            commands: commands,
            ownCommands: ownCommands
        )
        let (before, keys) = (last, keysSince)
        (last, keysSince) = (now, 0)
        // A counter that fell is another life of the server: nothing can be compared.
        guard let before, now.commands >= before.commands, now.cpuSeconds >= before.cpuSeconds,
            now.ownCommands >= before.ownCommands
        else { return nil }
        let seconds = (now.elapsed - before.elapsed) / .seconds(1)
        let all = Double(now.commands - before.commands)
        let own = Double(now.ownCommands - before.ownCommands)
        let spent = now.cpuSeconds - before.cpuSeconds
        model?.learn(
            seconds: seconds,
            others: max(0, all - own),
            keys: Double(keys),
            cpuSeconds: spent
        )
        return seconds > 0 ? spent / seconds : nil
    }

    /// Notes how long a poll took: two slow ones in a row halve the pace, each good one restores some.
    private mutating func watch(_ roundTrip: Int64) {
        let usual = roundTrips.isEmpty ? roundTrip : roundTrips.sorted()[roundTrips.count / 2]
        slowPolls = roundTrip > 2 * usual + 1_000 ? slowPolls + 1 : 0
        patience = slowPolls >= 2 ? max(1 / 16, patience / 2) : min(1, patience + 0.05)
        if roundTrips.count == Self.memory { roundTrips.removeFirst() }
        roundTrips.append(roundTrip)
    }
}

extension InfoReport {
    /// CPU seconds of the server's main thread since its start; of the whole process before 6.2.
    package var mainThreadSeconds: Double? {
        let thread = self[.mainThreadSystemTime].flatMap { system in
            self[.mainThreadUserTime].map { system + $0 }
        }
        return thread
            ?? self[.systemTime].flatMap { system in self[.userTime].map { system + $0 } }
    }
}
