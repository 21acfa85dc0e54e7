import CacheMetrics
import RESP
import RedisClient

/// A walk over the key names, a bounded number on each beat, that never starts again from the top.
///
/// Each round trip carries one step of `SCAN` and the questions about the keys of the step before.
/// The walk begins at a random place: a cursor is a position in hash space, so any number is one,
/// and a sweep from anywhere meets every key that is there throughout exactly once. `SCAN` and
/// `MEMORY USAGE` leave no trace on the server's statistics; the one `OBJECT` call for each key
/// counts as a hit, which the poller counts too and takes out of every ratio again.
struct KeySampler: Sendable {
    /// What was found so far, with the names of the keys.
    var found = KeySurvey(method: .unknown)
    /// What is heard of the keys, where the operator allows to listen.
    var traffic: TrafficSampler?
    /// What is read of some values, where the operator allows to read any.
    var values: ValueProbe?

    /// How the server itself tells hot keys from cold ones.
    private var method = KeySurvey.Method.unknown
    /// Looks at the idle times of keys that may be hot.
    private var watch: IdleWatch
    /// What is known of the keys that were heard or that idle times are watched of.
    private var detailed: [[UInt8]: SurveyedKey] = [:]
    private(set) var place: SweepPlace
    var census: KeyCensus
    /// Whether keys are told by their templates only.
    let hidesKeys: Bool
    /// Names that the last step met and that are asked about next, and those being asked about.
    var (pending, asked) = (Batch(), Batch())
    private var table = KeyTable()
    private(set) var beats = 0
    private var typeProbes = 0
    /// Whether the walk came round in this beat: a small key space is not walked over twice in one.
    private(set) var hasComeRound = false
    /// How many keys there are and what they take in all, by the last report; `nil` if not known.
    private(set) var ledger: (keys: UInt64, bytes: Double)?
    /// When the patterns are told next: at so many keys, or on that beat.
    var tellAt: (keys: UInt64, beat: Int) = (1, 0)

    /// Whether the clock of a small number may be that of another key with the same number.
    private var sharesIntegers = false
    /// Keys that look hot and may only share a hot number with another, by their names.
    private var suspects: [[UInt8]: SurveyedKey] = [:]
    /// Suspects asked about in one round.
    private static let mostSuspects = 100

    /// The names of a step and the slices they belong to.
    struct Batch: Sendable {
        var names: [[UInt8]] = []
        var step: SweepPlace.Step?
    }

    /// Keys whose details are refreshed on each beat.
    private static let refreshedPerBeat = 8
    /// Keys asked about in one round, should a step return more than it was asked for.
    private static let mostAsked = 400
    /// Types asked, in all, of keys that are named like a ranking.
    private static let mostTypeProbes = 64
    /// Sorted sets kept that look like rankings.
    private static let mostRankings = 16
    /// Streams kept.
    private static let mostStreams = 16
    /// Beats between looks at the settings.
    private static let settingsEvery = 300
    /// Names longer than this are counted but not kept.
    private static let longestKey = 256
    /// Names from which templates are learned.
    private static let namesToLearnFrom = 8_000
    /// Of so many keys one is asked its type: the keys of a pattern mostly share theirs.
    private static let typeEvery = 8
    /// Of so many keys one is asked how long it lives, where that is not what matters most.
    private static let timeEvery = 4
    /// As many keys as are counted by whole sweeps: a step is a large part of a slice of fewer.
    private static let fewKeys: UInt64 = 20_000

    /// A walk over a numbered database that begins at the given cursor; any number is a valid one.
    init(
        startingAt start: UInt64,
        database: Int = 0,
        namespaces: [NameGlob] = [],
        hidesKeys: Bool = false
    ) {
        place = SweepPlace(startingAt: start)
        watch = IdleWatch(seed: start)
        census = KeyCensus(
            slices: SweepPlace.slices,
            namespaces: namespaces,
            learningFrom: Self.namesToLearnFrom
        )
        self.hidesKeys = hidesKeys
        found.database = Int64(database)
    }

    /// What was found so far, as it is told: without names of keys if they are to be hidden.
    var survey: KeySurvey {
        mutating get {
            guard hidesKeys else { return found }
            var told = found
            told.hottest = found.hottest.map { $0.named(census.alias(of: $0.key)) }
            told.biggest = found.biggest.map { $0.named(census.alias(of: $0.key)) }
            return told
        }
    }

    /// A key's name as it is told.
    mutating func told(_ name: [UInt8]) -> [UInt8] { hidesKeys ? census.alias(of: name) : name }

    /// How many keys were looked at.
    var keysSeen: UInt64 { found.keysSeen }

    /// The most rounds worth taking in a beat, where there are so many keys: once all were met, each
    /// is met again in half a minute, and sooner would be news to nobody.
    func worthwhileRounds(of population: UInt64, per interval: Duration) -> Int {
        guard found.sweeps > 0 else { return .max }
        let keys = Double(population) * (interval / Self.shortestSweep)
        return max(1, Int(min(1e9, keys / Double(SampleBudget.keysPerRound))))
    }
    private static let shortestSweep = Duration.seconds(30)

    /// Prepares for the rounds of a beat, by the policy the server told in its latest report, which
    /// came at a time on the source's steady clock.
    mutating func begin(_ info: InfoReport, at steadyMicroseconds: Int64) {
        watch.setClock(info, at: steadyMicroseconds)
        let keepsFrequency = info.keepsFrequency
        switch method {
        case .frequency where keepsFrequency, .idleTime where !keepsFrequency: break
        case .frequency, .idleTime, .traffic, .changes, .tracked, .unknown:
            table.forgetHeat()
            method = keepsFrequency ? .defaultFrequency : .idleTime
        }
        beats += 1
        if info.keys == 0 { forgetKeys() }
        hasComeRound = false
        // Steps from the very start fall on the same boundaries sweep after sweep.
        let isSmall = info.keys ?? 0 <= Self.fewKeys
        census.tellsWholeSweeps = isSmall
        if beats == 1, isSmall { place = SweepPlace(startingAt: 0) }
        // Without a limit all values from 0 to 9,999 are the same objects, and so are their clocks.
        sharesIntegers = info[.maxmemory] == 0
        let isOnly = info.databases.allSatisfy { Int64($0.number) == found.database }
        ledger = isOnly ? info.bytesOfKeys.map { (info.keys ?? 0, $0) } : nil
    }

    /// Forgets all keys: there are none any more.
    private mutating func forgetKeys() {
        table = KeyTable()
        (found.hottest, found.biggest, found.streams) = ([], [], [])
    }

    /// The commands of the next round; the first of a beat also refreshes what is already known.
    mutating func commands(isFirst: Bool) -> [ReadCommand] {
        var commands: [ReadCommand] = [
            .scan(cursor: place.cursor, count: SampleBudget.keysPerRound)
        ]
        if isFirst {
            if case .frequency = method, beats % Self.settingsEvery == 1 {
                commands.append(.lfuSettings)
            }
            commands += refreshCommands
        }
        commands += suspects.keys.map { .objectEncoding(key: $0) }
        (asked, pending) = (pending, Batch())
        for (number, key) in asked.names.prefix(Self.mostAsked).enumerated() {
            commands += [.memoryUsage(key: key), usage(of: key)]
            // What a first sweep is for is to meet the hot keys: a part of the times to live will do.
            if !isLookingForHeat || number.isMultiple(of: Self.timeEvery) {
                commands.append(.timeToLive(key: key))
            }
            // Others on each sweep: steps may fall on the same boundaries sweep after sweep.
            if (number &+ Int(truncatingIfNeeded: place.sweeps)).isMultiple(of: Self.typeEvery) {
                commands += [.type(key: key), .objectEncoding(key: key)]
            } else if typeProbes < Self.mostTypeProbes, key.looksLikeRanking {
                typeProbes += 1
                commands.append(.type(key: key))
            }
        }
        return commands
    }

    /// Asks again about some of the keys shown, in turn, so that none is older than a few beats.
    private var refreshCommands: [ReadCommand] {
        let shown = (found.hottest.prefix(32) + found.biggest.prefix(16)).filter(\.isWhole)
        guard !shown.isEmpty else { return [] }
        let start = (beats * Self.refreshedPerBeat) % shown.count
        // Those whose type is not known yet come first.
        let waiting = shown.filter { $0.type == nil }.prefix(Self.refreshedPerBeat / 2)
        let turn = (waiting + shown[start...] + shown[..<start]).prefix(Self.refreshedPerBeat)
        return turn.flatMap { known -> [ReadCommand] in
            let key = known.key
            let encoding: [ReadCommand] = known.encoding == nil ? [.objectEncoding(key: key)] : []
            return [
                .memoryUsage(key: key), usage(of: key), .type(key: key), .timeToLive(key: key),
            ] + encoding
        }
    }

    /// Whether the hottest keys may not have been met yet, and counters would tell which they are.
    private var isLookingForHeat: Bool {
        if case .frequency = method { return place.sweeps == 0 }
        return false
    }

    private func usage(of key: [UInt8]) -> ReadCommand {
        if case .frequency = method { return .objectFrequency(key: key) }
        return .objectIdleTime(key: key)
    }
}

extension KeySampler {
    /// Learns from a round's commands and their replies, at a time on the source's steady clock.
    mutating func record(_ answers: [(ReadCommand, RESPValue)], at steadyMilliseconds: Int64) {
        // Questions about a key follow one another, those about the keys of the step come last.
        var learned: [(name: [UInt8], key: SurveyedKey)] = []
        for (command, reply) in answers {
            switch command {
            case .scan: step(reply)
            case .lfuSettings: adoptSettings(reply)
            case .objectEncoding(let key) where suspects[key] != nil: acquit(key, reply)
            case .memoryUsage(let key), .objectFrequency(let key), .objectIdleTime(let key),
                .type(let key), .timeToLive(let key), .objectEncoding(let key):
                if learned.last?.name != key {
                    learned.append((key, remembered(key, at: steadyMilliseconds)))
                }
                learned[learned.count - 1].key.learn(reply, to: command)
            case .info, .latencyHistogram, .slowLog, .sortedSetSize, .topMembers, .beginning,
                .startTracking, .trackNext, .setting, .hotKeys, .clientList, .someMembers,
                .setSize, .streamGroups, .slotStatistics:
                break
            }
        }
        count(learned.suffix(asked.names.count).lazy.map(\.key))
        for (_, key) in learned {
            consider(key)
            if detailed[key.key] != nil { detailed[key.key] = key }
            if key.isUnknown {
                table.remove(key.key)
                watch.remove(key.key)
            } else if sharesIntegers, table.isNewlyHot(key) || watch.wants(key) {
                if suspects.count < Self.mostSuspects { suspects[key.key] = key }
            } else {
                keep(key)
            }
        }
        rank()
        found.biggest = table.biggest
        guard census.keysSeen >= tellAt.keys || beats >= tellAt.beat, census.keysSeen > 0 else {
            return
        }
        tell(at: steadyMilliseconds)
    }

    /// Takes in what was heard of the clients, at a time on the source's steady clock.
    mutating func record(_ burst: TrafficBurst, at steadyMilliseconds: Int64) {
        traffic?.record(burst, at: steadyMilliseconds)
        detail(traffic?.hottest.map(\.key) ?? [], at: steadyMilliseconds)
        rank()
    }

    /// How long to wait before idle times are looked at, or `nil` if that is not due.
    mutating func delayOfLooks(at steadyMicroseconds: Int64, within most: Duration) -> Duration? {
        guard method == .idleTime else { return nil }
        return watch.delay(at: steadyMicroseconds, within: most)
    }

    /// The questions of a look at the keys that may be hot.
    var looks: [ReadCommand] { watch.commands }

    /// Takes in the answers to a look, given at a time on the source's steady clock.
    mutating func recordLooks(_ answers: [(ReadCommand, RESPValue)], at steadyMicroseconds: Int64) {
        var idle: [(key: [UInt8], seconds: Int64)] = []
        for case (.objectIdleTime(let key), let reply) in answers {
            if let seconds = reply.integer {
                idle.append((key, seconds))
            } else {
                watch.remove(key)
            }
        }
        watch.record(idle, at: steadyMicroseconds)
        guard !isHeard else { return }
        detail(watch.hottest.map(\.key), at: steadyMicroseconds / 1_000)
        for (key, seconds) in idle { detailed[key]?.idleSeconds = seconds }
        rank()
    }

    private var isHeard: Bool { traffic.map { $0.window.commands > 0 } ?? false }

    /// Remembers what is known of keys that are told to be hot or may be, and of no others.
    private mutating func detail(_ names: [[UInt8]], at steadyMilliseconds: Int64) {
        var kept = detailed.filter { watch.watches($0.key) }
        for name in names {
            kept[name] = detailed[name] ?? remembered(name, at: steadyMilliseconds)
        }
        detailed = kept
    }

    /// The hottest keys: as they were heard, as looks at their idle times have them, or else as the
    /// server counts them.
    private mutating func rank() {
        if let traffic, isHeard {
            found.method =
                switch traffic.kind {
                case .commands: .traffic(traffic.window)
                case .changes: .changes(traffic.window)
                }
            found.hottest = traffic.hottest.map { name, figures in
                var key = detailed[name] ?? remembered(name, at: 0)
                key.traffic = figures
                return key
            }
        } else if method == .idleTime, !watch.hottest.isEmpty {
            found.method = method
            found.hottest = watch.hottest.map { name, figures in
                var key = detailed[name] ?? remembered(name, at: 0)
                key.idleLooks = figures
                return key
            }
        } else {
            (found.method, found.hottest) = (method, table.hottest)
        }
    }

    /// Lets a suspect that is no number be as hot as it looks.
    private mutating func acquit(_ name: [UInt8], _ reply: RESPValue) {
        guard let key = suspects.removeValue(forKey: name), let encoding = reply.bytes,
            encoding != Array("int".utf8)
        else { return }
        keep(key)
    }

    private mutating func keep(_ key: SurveyedKey) {
        table.update(key)
        noteRanking(key)
        noteStream(key)
        guard method == .idleTime, key.isWhole, watch.wants(key) else { return }
        watch.add(key.key)
        detailed[key.key] = key
    }

    /// What is known of a key, its measurements cleared to be made again.
    private func remembered(_ key: [UInt8], at now: Int64) -> SurveyedKey {
        let name = key.count <= Self.longestKey ? key : Array(key.prefix(Self.longestKey))
        var entry = SurveyedKey(key: name, keyLength: Int64(key.count), seenMilliseconds: now)
        let known = table.known(name)
        entry.type = known?.type
        entry.encoding = known?.encoding
        entry.timeToLiveMilliseconds = known?.timeToLiveMilliseconds
        return entry
    }

    private mutating func step(_ reply: RESPValue) {
        guard let parts = reply.elements, parts.count == 2, let next = parts[0].bytes,
            let names = parts[1].elements,
            let position = UInt64(String(decoding: next, as: UTF8.self))
        else { return }
        let step = place.advance(to: next, position)
        pending = Batch(names: names.compactMap(\.bytes), step: step)
        hasComeRound = hasComeRound || step.endsSweep
        found.keysSeen &+= UInt64(names.count)
        (found.sweeps, found.progressMillionths) = (place.sweeps, place.progressMillionths)
    }

    private mutating func adoptSettings(_ reply: RESPValue) {
        method = KeySurvey.Method(settings: reply) ?? method
    }

    private mutating func noteRanking(_ key: SurveyedKey) {
        guard key.type == Array("zset".utf8), key.isWhole, key.key.looksLikeRanking,
            !found.rankings.contains(key.key), found.rankings.count < Self.mostRankings
        else { return }
        found.rankings.append(key.key)
    }

    /// Notes a stream; of more than are kept, those met last.
    private mutating func noteStream(_ key: SurveyedKey) {
        guard key.type == Array("stream".utf8), key.isWhole,
            !found.streams.contains(where: { $0.key == key.key })
        else { return }
        if found.streams.count == Self.mostStreams { found.streams.removeFirst() }
        found.streams.append(StreamUse(key: key.key))
    }
}
