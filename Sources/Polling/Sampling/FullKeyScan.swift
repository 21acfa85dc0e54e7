package import CacheMetrics
package import RESP
package import RedisClient

/// One scan of all keys from a random place, for a report rather than a screen.
///
/// By default every name and its size are taken in, which counts nothing in the server's statistics; then a
/// few keys of each pattern are probed for what counts as a lookup. Like the dashboard's sampler it sends one
/// step of `SCAN` and the questions about the step before in one write, so that no command blocks the server
/// for longer than a hundred names take.
///
/// Taking in a batch is in two parts, so that the server works while we do: `advance` takes the step, after
/// which the next batch can be sent, and `digest` the answers.
package struct FullKeyScan: Sendable {
    /// What is asked of each key.
    package enum Depth: Sendable {
        /// Its name alone.
        case names
        /// Its name and its size; of a few keys the rest.
        case sizes
        /// Everything, of every key.
        case everything
    }

    /// What was found, by template.
    package internal(set) var census: KeyCensus
    /// `true` once every key was met, and probed if it was to be.
    package internal(set) var isComplete = false
    /// Commands the server refused; they are not sent again.
    package internal(set) var refused: Set<ReadCommand.Kind> = []
    /// Keys that this user may not read, and keys unlike any that was answered after too many refusals.
    package private(set) var keysRefused: UInt64 = 0
    /// `true` where keys are shown by their templates only.
    package var hidesKeys = false
    /// Commands sent that the server counts as lookups.
    package private(set) var lookups: UInt64 = 0
    /// Keys probed for more than their size.
    package private(set) var keysProbed: UInt64 = 0
    /// Number of keys met, each counted once.
    package private(set) var keysMet: UInt64 = 0
    /// Number of keys by `DBSIZE`, as it was last; `nil` where it is unknown or proved wrong.
    package private(set) var databaseKeys: UInt64?
    /// `true` where every key answered `MOVED`.
    package private(set) var isMoved = false

    /// What is asked of each key.
    package let depth: Depth
    /// `true` where it goes on with an earlier scan: then it does not meet the keys of that one.
    package let isContinued: Bool

    private let server: String
    /// Number of keys by the report, where `DBSIZE` is refused.
    private let reportedKeys: UInt64?
    private let usePolicy: UsePolicy?
    private let sharesIntegers: Bool
    private let largestKey: UInt64
    private var method: KeySurvey.Method
    private var scan: KeyScan
    private var met: Set<Int> = []
    private var access = KeyAccess()
    var tracked = TrackedKeys()
    /// Names of the step before that wait to be asked about.
    private var pending: [[UInt8]] = []
    /// Batches whose answers were not taken in yet.
    var undigested = 0
    /// `true` once a pass over all keys, or over the rest of them, came round.
    private(set) var isScanned = false
    private var hasStopped = false
    private var isStepUnderWay = false
    private var hasAskedSettings = false
    /// The key asked about before all others, which shows what questions are refused; then whether that is
    /// known.
    private var (firstKey, knowsRefusals): ([UInt8]?, Bool) = (nil, false)
    private var (answersMoved, answersAllowed) = (0, 0)

    /// Names from which keys to probe are drawn, by pattern, and those met before there were any patterns.
    var samples: [Int: NameSample] = [:]
    var unplaced: [[UInt8]] = []
    /// Keys still to be probed; `nil` until they are chosen.
    var probes: [[UInt8]]?

    /// Commands that go out in one write, and the keys that they are about.
    package struct Batch: Sendable {
        /// What the server answers to a batch, in the order of its commands.
        package typealias Replies = [RESPValue]

        /// The commands, in the order in which they are to be sent.
        package var commands: [ReadCommand] = []
        /// Keys asked about, and keys that may not be.
        var keys: [[UInt8]] = []
        var left: [[UInt8]] = []
        /// How many of the first commands are a step of `SCAN`, perhaps with `DBSIZE`; 0 for none.
        var stepLength = 0
        /// `true` where keys are probed that were counted before.
        var isOfProbes = false
    }

    /// Lookups of the keys of all patterns, unless every key is asked everything.
    package static let mostProbes = 5_000
    /// Names kept of each pattern to draw from.
    static let namesKept = 400
    /// Keys probed of the largest ones.
    static let biggestProbed = 32
    /// Answers without a refusal after which keys are not told apart by pattern before they are asked about.
    private static let trust = 2_000

    /// A scan from a place on of a numbered database, on a server of which a report is known.
    package init(
        from place: Place,
        _ info: InfoReport,
        database: Int = 0,
        depth: Depth = .sizes,
        namespaces: [NameGlob] = []
    ) {
        census = KeyCensus(namespaces: namespaces, probesEveryKey: depth == .everything)
        self.depth = depth
        usePolicy = info.usePolicy
        sharesIntegers = info[.maxmemory] == 0
        largestKey = info.largestKey
        method = info.usePolicy.map(KeySurvey.Method.init) ?? .unknown
        reportedKeys = info.databases.first { $0.number == database }?.keys
        server = place.server
        scan = KeyScan(from: place.cursor, of: place.start, in: ScanOrder(of: info))
        isContinued = place.cursor != place.start
    }

    /// Part of the key space that was scanned, 0 to 1.
    package var progress: Double {
        if isScanned { return 1 }
        guard scan.order == .unknown else { return scan.progress }
        return databaseKeys.map { min(0.999, Double(scan.keysMet) / Double(max(1, $0))) } ?? 0
    }

    /// Lookups that the questions about each key count as.
    package var lookupsPerKey: Int { questions(about: []).count { $0.kind.countsAsLookup } }

    /// Number of names that `SCAN` returned, those of keys that were not counted yet too.
    package var namesScanned: UInt64 { scan.keysMet }

    /// `true` where a pass over all keys came round and agreed with `DBSIZE`.
    package var isWhole: Bool { scan.completePasses > 0 }

    /// `true` where the server's order of scanning is not known to be random.
    package var isUnordered: Bool { scan.order == .unknown }

    /// Where a scan that stops now can be taken up again.
    package var place: Place {
        // The keys of the step before may not have been asked about yet.
        let cursor = UInt64(String(decoding: scan.previous, as: UTF8.self))
        return Place(cursor: cursor ?? 0, start: scan.start, server: server)
    }

    /// Number of keys in a reply to `DBSIZE`, or `nil` if it says none.
    package static func databaseKeys(_ reply: RESPValue?) -> UInt64? {
        reply?.integer.flatMap { UInt64(exactly: $0) }
    }

    /// Stops meeting more keys; of those met some are probed still.
    package mutating func stop() { hasStopped = true }

    /// The hottest and the biggest keys met, as the dashboard's survey has them.
    package var survey: KeySurvey {
        var survey = KeySurvey(method: method)
        (survey.hottest, survey.biggest) = (tracked.hottest, tracked.biggest)
        if hidesKeys {
            var census = census
            census.settle()
            survey.hottest = survey.hottest.map { $0.named(census.alias(of: $0.name)) }
            survey.biggest = survey.biggest.map { $0.named(census.alias(of: $0.name)) }
        }
        survey.keysSeen = keysMet
        return survey
    }
}

// The next batch.
extension FullKeyScan {
    /// The next batch, once `advance` has taken in the step of the one before; `nil` while answers must be
    /// taken in first, and at the end.
    package mutating func nextBatch() -> Batch? {
        guard !isStepUnderWay else { return nil }
        var batch = Batch()
        takePending(into: &batch)
        let isDone = isScanned || hasStopped
        if pending.isEmpty, !isDone {
            let step = ReadCommand.scan(cursor: scan.cursor, count: SampleBudget.keysPerRound)
            batch.commands = [step] + [.databaseSize].filter { !refused.contains($0.kind) }
            (batch.stepLength, isStepUnderWay) = (batch.commands.count, true)
        }
        if depth == .everything, usePolicy == .frequency, !hasAskedSettings {
            hasAskedSettings = true
            batch.commands.append(.lfuSettings)
        }
        batch.commands += batch.keys.flatMap { questions(about: $0) }
        if batch.keys.isEmpty, batch.left.isEmpty, batch.stepLength == 0 {
            guard isDone, pending.isEmpty, undigested == 0 else { return nil }
            return nextProbes()
        }
        undigested += 1
        return batch
    }

    /// Takes the names to ask about now: of patterns that were never answered one each, until enough were.
    private mutating func takePending(into batch: inout Batch) {
        guard asksAnything, answersAllowed < Self.trust || access.hasRefusals else {
            (batch.keys, pending) = (pending, [])
            return
        }
        guard knowsRefusals else { return takeFirst(into: &batch) }
        var waiting: [[UInt8]] = []
        for name in pending {
            switch access.decide(census.pattern(of: name)) {
            case .ask: batch.keys.append(name)
            case .wait: waiting.append(name)
            case .leave: batch.left.append(name)
            }
        }
        pending = waiting
    }

    /// Takes one key to ask about, and no other until its answers are there: each question that is refused
    /// is so once.
    private mutating func takeFirst(into batch: inout Batch) {
        guard firstKey == nil, let first = pending.first else { return }
        pending.removeFirst()
        (firstKey, batch.keys) = (first, [first])
    }

    /// `true` where there are questions about keys that were not refused.
    private var asksAnything: Bool { depth != .names && !questions(about: []).isEmpty }

    private func questions(about key: [UInt8]) -> [ReadCommand] {
        let commands: [ReadCommand] =
            switch depth {
            case .names: []
            case .sizes: [.memoryUsage(key: key)]
            case .everything:
                [
                    .memoryUsage(key: key), .type(key: key), .timeToLive(key: key),
                    .objectEncoding(key: key),
                ] + (usePolicy.map { [use(of: key, $0)] } ?? [])
            }
        return refused.isEmpty ? commands : commands.filter { !refused.contains($0.kind) }
    }

    private func use(of key: [UInt8], _ policy: UsePolicy) -> ReadCommand {
        policy == .frequency ? .objectFrequency(key: key) : .objectIdleTime(key: key)
    }
}

// The answers to a batch.
extension FullKeyScan {
    /// Takes in the step of a batch, so that the next one can be sent.
    ///
    /// - Throws: what the server answered to `SCAN`, if that was an error: nothing can be done then.
    package mutating func advance(
        _ batch: Batch,
        _ replies: [RESPValue]
    ) throws(RedisError) {
        guard batch.stepLength > 0, replies.count >= batch.stepLength else { return }
        isStepUnderWay = false
        if let refusal = replies[0].error {
            let kind = ReadCommand.scan(cursor: [], count: 0).kind
            if replies[0].refusal != nil { refused.insert(kind) }
            throw .rejected(refusal)
        }
        let reply = batch.stepLength > 1 ? replies[1] : nil
        if reply?.refusal != nil { refused.insert(.databaseSize) }
        let size = Self.databaseKeys(reply) ?? reportedKeys
        let isWrong = size == 0 && scan.keysMet > 0
        databaseKeys = isWrong ? nil : size
        let population = KeyScan.Population(keys: databaseKeys, expired: 0)
        guard let step = scan.advance(replies[0], population) else {
            throw .rejected(Array("ERR no reply to SCAN".utf8))
        }
        // The end of a pass goes a little over its beginning.
        pending += step.names.filter { !met.contains($0.hashValue) }
        isScanned = step.endsPass
    }

    /// Takes in the answers to a batch, at a time on a steady clock since the start.
    package mutating func digest(
        _ batch: Batch,
        _ replies: [RESPValue],
        at elapsed: Duration
    ) {
        undigested -= 1
        access.advance(to: elapsed)
        let milliseconds = Int64(elapsed / .milliseconds(1))
        var place = batch.stepLength
        if case .lfuSettings? = batch.commands.dropFirst(place).first {
            method = KeySurvey.Method(settings: replies[place]) ?? method
            place += 1
        }
        for name in batch.keys {
            var key = SurveyedKey(KeyName(name), seenMilliseconds: milliseconds)
            var isGone = false
            while place < batch.commands.count, batch.commands[place].isAbout(name) {
                let (command, reply) = (batch.commands[place], replies[place])
                key.learn(reply, to: command, atMost: largestKey)
                isGone = isGone || command.findsNoKey(in: reply)
                note(reply, to: command, of: &key)
                place += 1
            }
            if !isGone { take(key, name, isProbe: batch.isOfProbes) }
        }
        if let firstKey, batch.keys.contains(firstKey) { knowsRefusals = true }
        for name in batch.left {
            var key = SurveyedKey(KeyName(name), seenMilliseconds: milliseconds)
            key.isRefused = true
            take(key, name, isProbe: false)
        }
        census.endStep()
    }

    /// Counts a key that was met for the first time, or learns what probes said of one.
    private mutating func take(_ found: SurveyedKey, _ name: [UInt8], isProbe: Bool) {
        var key = found
        if isProbe {
            keysProbed += 1
            census.learn(key)
            tracked.update(key, whole: name, method: method)
            return
        }
        // A table that grows or shrinks meanwhile gives some names twice.
        guard met.insert(name.hashValue).inserted else { return }
        keysMet += 1
        if key.isRefused { keysRefused += 1 }
        let pattern = census.count(key)
        if sharesIntegers, key.encoding == Array("int".utf8) {
            // Values from 0 to 9,999 share one object on a server without a limit, and its clock.
            (key.frequency, key.idleSeconds) = (nil, nil)
        }
        if depth == .everything {
            keysProbed += 1
            census.learn(key)
        }
        tracked.update(key, whole: name, method: method)
        guard depth == .sizes, !key.isRefused else { return }
        if let pattern {
            samples[pattern, default: NameSample()].add(name, keeping: Self.namesKept)
        } else {
            unplaced.append(name)
        }
    }

    /// Remembers what is refused, so that it is not asked again, and counts lookups.
    private mutating func note(
        _ reply: RESPValue,
        to command: ReadCommand,
        of key: inout SurveyedKey
    ) {
        if command.kind.countsAsLookup { lookups += 1 }
        guard reply.error != nil || answersAllowed < Self.trust else { return }
        if reply.refusal != nil {
            refused.insert(command.kind)
        } else if reply.refusesKey {
            key.isRefused = true
            access.note(census.pattern(of: key.key), isRefused: true)
        } else if reply.error?.starts(with: "MOVED".utf8) == true {
            key.isRefused = true
            answersMoved += 1
            isMoved = answersAllowed == 0 && answersMoved >= 3
        } else if reply.error == nil {
            answersAllowed += 1
            access.note(census.pattern(of: key.key), isRefused: false)
        }
    }
}

extension ReadCommand {
    /// `true` where the command asks about a key of a name.
    fileprivate func isAbout(_ name: [UInt8]) -> Bool {
        switch self {
        case .memoryUsage(let key), .objectFrequency(let key), .objectIdleTime(let key),
            .objectEncoding(let key), .type(let key), .timeToLive(let key):
            key == name
        default: false
        }
    }
}
