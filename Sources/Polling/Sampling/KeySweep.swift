package import CacheMetrics
package import RESP
package import RedisClient

/// One walk over all keys from a random place, asking about each, for a report rather than a screen.
///
/// Like the dashboard's sampler it sends one step of `SCAN` and the questions about the step before
/// in one write, so that no command blocks the server for longer than a hundred names take. Or it
/// counts all names first, and then asks about few keys, where that tells most.
package struct KeySweep: Sendable {
    /// What was found, by template.
    package private(set) var census: KeyCensus
    /// The names counted, if few keys are asked about.
    package private(set) var names: NameCensus?
    /// Whether every key was met, and asked about if it was to be.
    package private(set) var isComplete = false
    /// Commands the server refused; they are not sent again.
    package private(set) var refused: Set<ReadCommand.Kind> = []
    /// Whether so many keys in a row were refused that keys are only counted from then on.
    package private(set) var refusesKeys = false
    /// Whether keys are told by their templates only.
    package var hidesKeys = false
    /// Commands sent that the server counts as lookups.
    package private(set) var lookups: UInt64 = 0

    /// Whether it goes on where an earlier one stopped: then it does not meet the keys of that one.
    package let isContinued: Bool

    private let server: String
    private let keepsFrequency: Bool
    private let sharesIntegers: Bool
    private var method: KeySurvey.Method
    private var walk: SweepWalk
    /// Names that were met and are still to be asked about, and those being asked about.
    private var (pending, asked): ([[UInt8]], [[UInt8]]) = ([], [])
    /// Whether anything was asked, and whether the answers are still to come.
    private var (hasAsked, isWaiting) = (false, false)
    private var answersRefusedInARow = 0
    private var table = KeyTable()

    /// Names longer than this are cut.
    private static let longestKey = 256
    /// Answers in a row that may say that a key is not the user's to see: of 32 keys.
    private static let mostRefusedInARow = 128

    /// A walk from a place on, on a server of which a report is known.
    ///
    /// With a number of questions it only counts names, and then asks about so many keys.
    package init(
        from place: Place,
        _ info: InfoReport,
        namespaces: [NameGlob] = [],
        questions: Int? = nil
    ) {
        census = KeyCensus(namespaces: namespaces)
        names = questions.map { NameCensus(questions: $0, namespaces: namespaces) }
        keepsFrequency = info.keepsFrequency
        sharesIntegers = info[.maxmemory] == 0
        method = keepsFrequency ? .defaultFrequency : .idleTime
        server = place.server
        walk = SweepWalk(at: place.cursor, from: place.start)
        isContinued = place.cursor != place.start
    }

    /// How much of the key space was walked, 0 to 1.
    package var progress: Double { walk.progress }

    /// Keys met so far.
    package var keysMet: UInt64 { names?.names ?? census.keysSeen }

    /// Where a walk that stops now can be taken up again.
    package var place: Place {
        let isDone = pending.isEmpty && !isWaiting
        // The keys of the step before may not have been asked about yet.
        let cursor = UInt64(String(decoding: isDone ? walk.cursor : walk.previous, as: UTF8.self))
        return Place(cursor: cursor ?? 0, start: walk.start, server: server)
    }

    /// The hottest and the biggest keys met, as the dashboard's survey has them.
    package var survey: KeySurvey {
        var survey = KeySurvey(method: method)
        (survey.hottest, survey.biggest) = (table.hottest, table.biggest)
        if hidesKeys {
            var census = census
            census.settle()
            let alias = { (name: [UInt8]) in names?.alias(of: name) ?? census.alias(of: name) }
            survey.hottest = survey.hottest.map { $0.named(alias($0.key)) }
            survey.biggest = survey.biggest.map { $0.named(alias($0.key)) }
        }
        survey.keysSeen = keysMet
        return survey
    }

    /// The commands of the next round; none if the walk is over.
    package mutating func commands() -> [ReadCommand] {
        guard !isComplete else { return [] }
        let isOfNames = names != nil
        let kinds = { (key: [UInt8]) -> [ReadCommand] in
            let always: [ReadCommand] = [
                .memoryUsage(key: key), .type(key: key), .timeToLive(key: key),
            ]
            guard !isOfNames else { return always }
            return always + [
                keepsFrequency ? .objectFrequency(key: key) : .objectIdleTime(key: key)
            ]
        }
        // The first key alone tells which questions are refused: each is, once, and no more.
        let isFirst = !hasAsked && !pending.isEmpty
        asked = Array(pending.prefix(isFirst ? 1 : SampleBudget.keysPerRound))
        pending.removeFirst(asked.count)
        hasAsked = hasAsked || isFirst
        isWaiting = true
        let questions =
            refusesKeys ? [] : asked.flatMap(kinds).filter { !refused.contains($0.kind) }
        lookups &+= UInt64(questions.count { $0.kind.countsAsLookup })
        // A step may give more names than it was asked for: they are worked off first.
        guard pending.isEmpty, !walk.isOver else { return questions }
        let step = ReadCommand.scan(cursor: walk.cursor, count: SampleBudget.keysPerRound)
        return [step] + (isFirst && keepsFrequency ? [.lfuSettings] : []) + questions
    }

    /// What is left to ask when no more keys are: whether the hottest may only share an object with
    /// others, as values from 0 to 9,999 do on a server without a limit.
    package var doubts: [ReadCommand] {
        guard sharesIntegers, !refusesKeys, !refused.contains(.objectEncoding) else { return [] }
        return table.hottest.map { .objectEncoding(key: $0.key) }
    }

    /// Takes keys whose use cannot be told from that of others out of the hottest.
    package mutating func settle(_ answers: [(ReadCommand, RESPValue)]) {
        lookups &+= UInt64(answers.count)
        for case (.objectEncoding(let key), let reply) in answers
        where reply.bytes.map({ $0 == Array("int".utf8) }) ?? true {
            table.cool(key)
        }
    }

    /// Learns from a round's commands and their replies, at a time on the source's steady clock.
    ///
    /// - Throws: what the server answered to `SCAN`, if that was an error: nothing can be done then.
    package mutating func record(
        _ answers: [(ReadCommand, RESPValue)],
        at steadyMilliseconds: Int64
    ) throws(RedisError) {
        isWaiting = false
        // Questions about a key follow one another, in the order of the keys.
        var learned = asked.map { key in
            SurveyedKey(
                key: key.count <= Self.longestKey ? key : Array(key.prefix(Self.longestKey)),
                keyLength: Int64(key.count),
                seenMilliseconds: steadyMilliseconds
            )
        }
        var place = 0
        for (command, reply) in answers {
            note(reply, to: command)
            if case .scan = command {
                if let refusal = reply.error { throw .rejected(refusal) }
                guard let names = walk.step(reply) else {
                    throw .rejected(Array("ERR no reply to SCAN".utf8))
                }
                meet(names)
            } else if case .lfuSettings = command {
                method = KeySurvey.Method(settings: reply) ?? method
            } else if let key = command.key {
                while place < asked.count, asked[place] != key { place += 1 }
                guard place < asked.count else { break }
                learned[place].learn(reply, to: command)
            }
        }
        for key in learned where !key.isGone {
            names == nil ? census.add(key) : names?.learn(key)
            table.update(key)
        }
        guard walk.isOver, pending.isEmpty else { return }
        while let isDone = names?.isDone, !isDone, pending.isEmpty {
            pending = names?.nextQuestions() ?? []
        }
        isComplete = pending.isEmpty
    }

    /// Takes in names that were met: to ask about them, or to count them.
    private mutating func meet(_ found: [[UInt8]]) {
        guard names != nil else {
            pending += found
            return
        }
        for name in found { names?.add(name) }
    }

    /// Remembers what is refused, so that it is not asked again.
    private mutating func note(_ reply: RESPValue, to command: ReadCommand) {
        guard command.key != nil else { return }
        if reply.refusal != nil { refused.insert(command.kind) }
        answersRefusedInARow = reply.refusesKey ? answersRefusedInARow + 1 : 0
        refusesKeys = refusesKeys || answersRefusedInARow >= Self.mostRefusedInARow
    }
}

extension KeySweep {
    /// Where a walk is, and where it began and therefore ends: two cursors of `SCAN`.
    package struct Place: Sendable, Equatable, CustomStringConvertible {
        let cursor: UInt64
        let start: UInt64
        /// The beginning of the server's run id: cursors mean nothing to another.
        let server: String

        /// The beginning of a walk at a cursor; any number is a valid one.
        package init(startingAt start: UInt64, on info: InfoReport) {
            self.init(cursor: start, start: start, server: Self.server(info))
        }

        init(cursor: UInt64, start: UInt64, server: String) {
            (self.cursor, self.start, self.server) = (cursor, start, server)
        }

        /// Reads what `description` gave; `nil` if it is something else.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let numbers = parts.prefix(2).compactMap { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64(part) : nil
            }
            guard parts.count == 3, numbers.count == 2 else { return nil }
            self.init(cursor: numbers[0], start: numbers[1], server: String(parts[2]))
        }

        /// Whether it is a place on the server that reports this, in this life of it.
        package func isOn(_ info: InfoReport) -> Bool { server == Self.server(info) }

        package var description: String { "\(cursor)-\(start)-\(server)" }

        private static func server(_ info: InfoReport) -> String {
            // A run id is hexadecimal; whatever else a server sends is not for a command line.
            let id = (info[.runID] ?? []).prefix(8).map { Unicode.Scalar($0) }
            return String(String.UnicodeScalarView(id.filter(\.properties.isASCIIHexDigit)))
        }
    }
}

extension InfoReport {
    /// The report in a reply to `INFO`.
    ///
    /// - Throws: what the server answered instead.
    package init(reply: RESPValue?) throws(RedisError) {
        if let refusal = reply?.error { throw .rejected(refusal) }
        self.init(reply?.bytes ?? [])
    }
}

extension ReadCommand {
    /// The key that a question of the sweep is about.
    fileprivate var key: [UInt8]? {
        switch self {
        case .memoryUsage(let key), .objectFrequency(let key), .objectIdleTime(let key),
            .objectEncoding(let key),
            .type(let key), .timeToLive(let key), .sortedSetSize(let key),
            .topMembers(let key, _), .beginning(let key, _), .someMembers(let key, _),
            .setSize(let key), .streamGroups(let key):
            key
        case .info, .latencyHistogram, .slowLog, .scan, .startTracking, .trackNext, .lfuSettings,
            .setting, .hotKeys, .clientList, .slotStatistics:
            nil
        }
    }
}

extension SurveyedKey {
    /// The key by another name, such as its template's.
    func named(_ name: [UInt8]) -> SurveyedKey {
        var named = self
        (named.key, named.keyLength) = (name, Int64(name.count))
        return named
    }

    /// Whether the key was deleted or expired between its being met and asked about.
    fileprivate var isGone: Bool { type == Array("none".utf8) || timeToLiveMilliseconds == -2 }
}
