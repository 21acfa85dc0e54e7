import CacheMetrics
import RESP
import RedisClient

// A round.
extension KeySampler {
    /// The commands of the next round; the first of a beat also refreshes what is already known.
    mutating func commands(isFirst: Bool) -> [ReadCommand] {
        guard let scan else { return [] }
        var round: [(command: ReadCommand, target: Target)] = []
        if isFirst {
            if case .frequency = method, beats % Self.settingsEvery == 1 {
                round.append((.lfuSettings, .settings))
            }
            round += refreshCommands().map { ($0, .tracked($1)) }
        }
        for whole in suspects.keys where lookups.use > 0 {
            lookups.use -= 1
            round.append((.objectEncoding(key: whole), .suspect(whole)))
        }
        // The next step comes with the questions about this one's keys, unless some of those must wait for
        // the answers about others of their pattern.
        if asked.waiting.isEmpty {
            (asked, pending) = (pending, Batch())
            asked.waiting = Array(asked.keys.indices.prefix(Self.mostAsked))
            let step = ReadCommand.scan(cursor: scan.cursor, count: SampleBudget.keysPerRound)
            round.insert((step, .step), at: 0)
            if let type = wantedType() {
                let again = ReadCommand.scanType(
                    cursor: asked.from,
                    count: SampleBudget.keysPerRound,
                    type: Array(type.name.utf8)
                )
                round.append((again, .typed(type)))
            }
        }
        round += questions()
        targets = round.map(\.target)
        return round.map(\.command)
    }

    /// The questions about the keys of the step: their sizes, and what lookups there are for.
    private mutating func questions() -> [(ReadCommand, Target)] {
        var (places, waiting): ([Int], [Int]) = ([], [])
        for place in asked.waiting {
            switch access.decide(asked.keys[place].pattern) {
            case .ask: places.append(place)
            case .wait: waiting.append(place)
            case .leave: asked.keys[place].key.isRefused = true
            }
        }
        asked.waiting = waiting
        var probes = probes(of: places)[...]
        return places.enumerated().flatMap { number, place -> [(ReadCommand, Target)] in
            let whole = asked.keys[place].whole
            var commands = [ReadCommand.memoryUsage(key: whole)]
            while let probe = probes.first, probe.place == number {
                commands.append(command(probe.attribute, of: whole))
                probes.removeFirst()
            }
            return commands.map { ($0, .met(place)) }
        }
    }

    private func command(_ attribute: ProbePlan.Attribute, of key: [UInt8]) -> ReadCommand {
        switch attribute {
        case .type: .type(key: key)
        case .timeToLive: .timeToLive(key: key)
        case .encoding: .objectEncoding(key: key)
        case .use: use(of: key)
        }
    }

    private func use(of key: [UInt8]) -> ReadCommand {
        if case .frequency = method { return .objectFrequency(key: key) }
        return .objectIdleTime(key: key)
    }

    /// The lookups to spend on keys of the step.
    private mutating func probes(of places: [Int]) -> [ProbePlan.Probe] {
        guard lookups.rest > 0, !places.isEmpty else { return [] }
        let keepsUse =
            switch method {
            case .frequency, .idleTime: true
            case .traffic, .changes, .tracked, .unknown: false
            }
        let plan = ProbePlan(
            timesToLive: server.timesToLive,
            filtersTypes: server.filtersTypes,
            keepsUse: keepsUse,
            isFirstPass: found.sweeps == 0
        )
        let patterns = places.map { place -> ProbePlan.Pattern in
            let met = asked.keys[place]
            let known = census.probed(met.pattern)
            var pattern = ProbePlan.Pattern(
                types: known.types,
                encodings: known.encodings,
                timesToLive: known.timesToLive,
                type: known.type
            )
            // Keys without a pattern of their own have none to learn the type of.
            if met.pattern < 0, !met.whole.looksLikeRanking || typeProbes >= Self.mostTypeProbes {
                pattern.types = max(1, known.types)
            }
            return pattern
        }
        let chosen = plan.choose(patterns, atMost: lookups.rest, using: &random)
        lookups.rest -= chosen.count
        typeProbes += chosen.count {
            $0.attribute == .type && asked.keys[places[$0.place]].pattern < 0
        }
        return chosen
    }

    /// A type by which to scan the step's range again, where that shows the type of a pattern of which
    /// it is not known.
    ///
    /// From Redis 7.2 on `SCAN … TYPE` looks nothing up. One of six types is asked for at a time: a pattern
    /// whose keys come in many steps is known after a few.
    private mutating func wantedType() -> KeyType? {
        guard server.filtersTypes, !asked.from.isEmpty,
            asked.keys.contains(where: { census.probed($0.pattern).types == 0 })
        else { return nil }
        defer { nextType = (nextType + 1) % Self.types.count }
        let isRanking = asked.keys.contains {
            census.probed($0.pattern).types == 0 && $0.whole.looksLikeRanking
        }
        return isRanking && nextType.isMultiple(of: 2) ? .sortedSet : Self.types[nextType]
    }
    private static let types: [KeyType] = [.string, .hash, .sortedSet, .list, .set, .stream]

    /// Asks again about some of the keys shown, in turn: sizes of all, and as many lookups as there are for
    /// how they are used and for what is not known of them.
    private mutating func refreshCommands() -> [(ReadCommand, [UInt8])] {
        let shown = (found.hottest.prefix(32) + found.biggest.prefix(16)).compactMap { key in
            wholeName(of: key.name).map { (key, $0) }
        }
        guard !shown.isEmpty else { return [] }
        let start = (beats * Self.refreshedPerBeat) % shown.count
        let turn = (shown[start...] + shown[..<start]).prefix(Self.refreshedPerBeat)
        var commands = turn.map { _, whole in (ReadCommand.memoryUsage(key: whole), whole) }
        if case .frequency = method, !isHeard {
            for name in tracked.leastRecentlyProbed(
                atMost: min(Self.mostUses, lookups.use),
                now: now
            ) {
                lookups.use -= 1
                commands.append((.objectFrequency(key: name), name))
            }
        }
        for (key, whole) in shown.prefix(16) + shown.suffix(16) {
            for command in missing(of: key, whole) where lookups.rest > lookups.use / 2 {
                lookups.rest -= 1
                commands.append((command, whole))
            }
        }
        return commands
    }

    /// What is not known of a key that is shown.
    private func missing(of key: SurveyedKey, _ whole: [UInt8]) -> [ReadCommand] {
        var commands: [ReadCommand] = []
        if key.type == nil { commands.append(.type(key: whole)) }
        if key.timeToLiveMilliseconds == nil { commands.append(.timeToLive(key: whole)) }
        if key.encoding == nil { commands.append(.objectEncoding(key: whole)) }
        return commands
    }

    private func wholeName(of name: KeyName) -> [UInt8]? {
        name.isClipped ? tracked.wholeName(of: name) ?? watch.wholeName(of: name) : name.bytes
    }

    /// How many keys' worth of the budget a round's commands cost the server.
    ///
    /// A scanned key costs about as much as its `MEMORY USAGE`, a lookup two fifths of both (measured on
    /// two machines, `server-facts.md`).
    static func cost(of commands: [ReadCommand]) -> Double {
        commands.reduce(0) { sum, command in
            switch command {
            case .scan, .scanType: sum + 0.5 * Double(SampleBudget.keysPerRound)
            case .memoryUsage: sum + 0.5
            default: sum + 0.4
            }
        }
    }
}
