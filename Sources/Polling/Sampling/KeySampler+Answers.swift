import CacheMetrics
import RESP
import RedisClient

// The replies of a round.
extension KeySampler {
    /// Learns from a round's replies, at a time on the source's steady clock.
    mutating func record(_ answers: [(ReadCommand, RESPValue)], at steadyMilliseconds: Int64) {
        for ((command, reply), target) in zip(answers, targets) {
            take(reply, to: command, about: target, at: steadyMilliseconds)
        }
        for (whole, key) in refreshed {
            detailed[key.name]?.refresh(with: key)
            update(key, whole)
        }
        refreshed = []
        if asked.waiting.isEmpty { finishStep() }
        rank()
        found.biggest = tracked.biggest
        guard census.keysSeen >= tellAt.keys || beats >= tellAt.beat, census.keysSeen > 0 else {
            return
        }
        tell(at: steadyMilliseconds)
    }

    private mutating func take(
        _ reply: RESPValue,
        to command: ReadCommand,
        about target: Target,
        at milliseconds: Int64
    ) {
        switch target {
        case .step: meet(reply, at: milliseconds)
        case .settings: method = KeySurvey.Method(settings: reply) ?? method
        case .typed(let type): learnTypes(reply, type)
        case .suspect(let whole): confirmNotShared(whole, reply)
        case .met(let place):
            asked.keys[place].key.learn(reply, to: command, atMost: server.largestKey)
            asked.keys[place].key.seenMilliseconds = milliseconds
            if command.findsNoKey(in: reply) { asked.keys[place].isGone = true }
            note(reply, at: place)
        case .tracked(let whole):
            if command.findsNoKey(in: reply) { forget(whole) }
            if refreshed.last?.whole != whole {
                refreshed.append(
                    (whole, SurveyedKey(KeyName(whole), seenMilliseconds: milliseconds))
                )
            }
            refreshed[refreshed.count - 1].key.learn(reply, to: command, atMost: server.largestKey)
        }
    }

    /// Takes in the names of a step.
    private mutating func meet(_ reply: RESPValue, at milliseconds: Int64) {
        guard var scan, let step = scan.advance(reply, server.population) else { return }
        pending = Batch(step: step, from: scan.previous, to: scan.cursor)
        pending.keys = step.names.map { name in
            let key = SurveyedKey(KeyName(name), seenMilliseconds: milliseconds)
            return Met(whole: name, pattern: census.pattern(of: name), key: key)
        }
        self.scan = scan
        hasComeRound = hasComeRound || step.endsPass
        if found.databaseKeys ?? 0 == 0 { namesOfNone += step.names.count }
        found.keysSeen &+= UInt64(step.names.count)
        found.isUnordered = scan.order == .unknown
        let share =
            scan.order == .unknown
            ? server.population.keys.map { Double(scan.keysMet) / Double(max(1, $0)) } ?? 0
            : scan.progress
        found.progressMillionths = Int64(min(999_999, share * 1e6))
        if step.endsPass { usesProbed = (0, usesProbed.now) }
    }

    /// Learns which keys of the step have a type, if the range was scanned again as it was.
    private mutating func learnTypes(_ reply: RESPValue, _ type: KeyType) {
        guard let parts = reply.elements, parts.count == 2, parts[0].bytes == asked.to else {
            return
        }
        let names = Set((parts[1].elements ?? []).compactMap(\.bytes))
        for place in asked.keys.indices where names.contains(asked.keys[place].whole) {
            asked.keys[place].key.type = Array(type.name.utf8)
        }
    }

    /// Learns from an answer whether keys of a pattern may be read, and whether any may.
    private mutating func note(_ reply: RESPValue, at place: Int) {
        let pattern = asked.keys[place].pattern
        if reply.refusesKey {
            asked.keys[place].key.isRefused = true
            access.note(pattern, isRefused: true)
        } else if reply.error == nil {
            access.note(pattern, isRefused: false)
            (answersMoved, found.obstacle) = (0, nil)
        } else if reply.error?.starts(with: "MOVED".utf8) == true {
            asked.keys[place].key.isRefused = true
            answersMoved += 1
            if answersMoved >= Self.mostMoved { found.obstacle = .moved }
        }
    }
    /// Answers in a row that say that no key of the node can be read there.
    private static let mostMoved = 3

    private mutating func forget(_ whole: [UInt8]) {
        let name = KeyName(whole)
        tracked.remove(name)
        watch.remove(whole)
        detailed[name] = nil
    }

    /// Takes in the keys of a step once all that could be asked about them was.
    private mutating func finishStep() {
        count(asked.keys.lazy.filter { !$0.isGone }.map(\.key))
        for met in asked.keys {
            if met.isGone { forget(met.whole) } else { keep(met) }
        }
        asked = Batch()
    }

    /// Takes a key that a step met into what is tracked.
    private mutating func keep(_ met: Met) {
        let key = met.key
        if key.frequency != nil || key.idleSeconds != nil {
            usesProbed.now &+= 1
            found.probedKeys = max(usesProbed.now, usesProbed.before)
        }
        var typed = key
        typed.type = key.type ?? census.probed(met.pattern).onlyType.map { Array($0.name.utf8) }
        consider(typed)
        noteRanking(typed, met.whole)
        noteStream(typed)
        guard sharesIntegers, tracked.isNewlyHot(key) || watch.wants(key, met.whole) else {
            return update(key, met.whole)
        }
        // Its clock may be another key's: until its encoding is known it is not hot.
        if suspects.count < Self.mostSuspects { suspects[met.whole] = key }
        var cool = key
        (cool.frequency, cool.idleSeconds) = (nil, nil)
        update(cool, met.whole)
    }
}
