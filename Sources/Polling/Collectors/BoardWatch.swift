import CacheMetrics
import RESP
import RedisClient

/// One sorted set being followed: what to ask about it next, by what is known of it.
struct BoardWatch: Sendable {
    let key: [UInt8]
    let isNamed: Bool
    private(set) var board: Board
    private var phase = Phase.measuring
    private var beat = 0
    private var memoryBytes: Int64?
    private var unchangedReads = 0
    private var fruitlessLooks = 0
    /// The LFU counter or idle time when the board was left alone, and the beat of that.
    private var atRest: (usage: Int64, beat: Int)?
    private var keepsFrequency = false
    /// `true` where the server reports changes, and the beat of the last read if none came since.
    private var isTracked = false
    private var unchangedSince: Int?
    /// `true` while there are no lookups left for what it would ask.
    private(set) var isDeferred = false
    /// The beat on which the number of members was read last.
    private var countedAt: Int?

    private enum Phase {
        /// Asking what it is and how large, before anything of it is fetched.
        case measuring
        /// As large as it is, the number of members decides whether its top can be fetched.
        case counting
        /// Reading its top on every beat, or when the server tells that it has changed.
        case reading
        /// Nobody else uses it, so reading would keep it alive: only asking when it was used.
        case resting
        /// Nothing to read: looking again now and then.
        case absent
    }

    /// The rows fetched: more than the tallest screen shows.
    private static let rows = 50
    /// The mean member size above which a board is not fetched, in bytes.
    private static let largestMember: Int64 = 4_096
    /// Unchanged reads after which a discovered board is left alone.
    private static let patience = 30
    /// Beats between looks at a board that rests.
    private static let wakeEvery = 5
    /// Beats after which even a board that is told to be unchanged is read: a proxy in between may
    /// lose what a server tells unasked.
    private static let longestTrust = 300
    /// Beats between looks for a board that is absent.
    private static let lookEvery = 5
    /// Looks for an absent board that nobody named before it is forgotten.
    private static let mostFruitlessLooks = 360

    init(_ key: [UInt8], isNamed: Bool) {
        self.key = key
        self.isNamed = isNamed
        board = Board(key: key, state: .missing)
    }

    /// Beats after which the number of members is read again.
    private static let countEvery = 10

    /// `true` where there is something to show.
    var exists: Bool {
        switch board.state {
        case .read, .quiet, .tooLarge, .deferred: true
        case .missing, .wrongType, .refused: false
        }
    }

    /// Takes the lookups it needs next, or waits for a beat that has them.
    mutating func reserve(_ lookups: inout Int) {
        let needed = wanted.count { $0.kind.countsAsLookup }
        isDeferred = needed > lookups
        if !isDeferred { lookups -= needed }
    }

    /// Whether looking for it any longer is pointless.
    var isForgotten: Bool { !isNamed && fruitlessLooks > Self.mostFruitlessLooks }

    var commands: [ReadCommand] { isDeferred ? [] : wanted }

    private var wanted: [ReadCommand] {
        switch phase {
        case .measuring: [.memoryUsage(key: key), .type(key: key)]
        case .counting: [.sortedSetSize(key: key)]
        case .reading where isTrusted: []
        case .reading:
            (isTracked ? [.trackNext] : []) + [.topMembers(key: key, count: Self.rows)]
                + (wantsCount ? [.sortedSetSize(key: key)] : [])
        case .resting where beat.isMultiple(of: Self.wakeEvery): [usageCommand]
        case .absent where beat.isMultiple(of: Self.lookEvery): [.memoryUsage(key: key)]
        case .resting, .absent: []
        }
    }

    private var wantsCount: Bool { countedAt.map { beat - $0 >= Self.countEvery } ?? true }

    /// Whether what was read last is still so.
    private var isTrusted: Bool {
        unchangedSince.map { beat - $0 < Self.longestTrust } ?? false
    }

    /// Learns which keys have changed; `nil` where the server does not tell.
    mutating func note(_ changed: ChangedKeys?, isTracking: Bool) {
        isTracked = isTracking
        if changed?.contains(key) ?? true { unchangedSince = nil }
    }

    private var usageCommand: ReadCommand {
        keepsFrequency ? .objectFrequency(key: key) : .objectIdleTime(key: key)
    }

    mutating func record(_ replies: [RESPValue], sample: Sample) {
        if phase != .resting { keepsFrequency = sample.info.usePolicy == .frequency }
        defer { beat += 1 }
        guard !isDeferred else {
            if board.state == .read { board.state = .deferred }
            return
        }
        switch phase {
        case .measuring: measure(replies)
        case .counting: count(replies)
        case .reading where isTrusted: board.state = .read
        case .reading: read(replies, refreshesKey: sample.cost.touchesKeys)
        case .resting: if let reply = replies.first { wake(reply) }
        case .absent: if let reply = replies.first { look(reply) }
        }
    }

    private mutating func measure(_ replies: [RESPValue]) {
        guard replies.count == 2, replies[1].error == nil else { return leave(as: .refused) }
        switch replies[1].bytes {
        case Array("none".utf8): leave(as: .missing)
        case Array("zset".utf8):
            memoryBytes = replies[0].integer
            let isSmall = (memoryBytes ?? .max) <= Self.largestMember * Int64(Self.rows)
            phase = isSmall ? .reading : .counting
        default: leave(as: .wrongType)
        }
    }

    private mutating func count(_ replies: [RESPValue]) {
        guard let members = replies.first?.integer else { return leave(as: .refused) }
        board.memberCount = members
        guard members > 0, let memoryBytes, memoryBytes / members <= Self.largestMember else {
            return leave(as: .tooLarge)
        }
        phase = .reading
    }

    private mutating func read(_ replies: [RESPValue], refreshesKey: Bool) {
        let answers = replies.dropFirst(isTracked ? 1 : 0)
        let isToldOfChanges = isTracked && replies.first?.bytes == Array("OK".utf8)
        guard let first = answers.first, let rows = Self.rows(first) else {
            return leave(as: .refused)
        }
        guard !rows.isEmpty else { return leave(as: .missing) }
        unchangedReads = rows == board.rows ? unchangedReads + 1 : 0
        var members = board.memberCount
        if wantsCount {
            members = answers.dropFirst().first?.integer
            countedAt = beat
        } else if rows.count < Self.rows {
            // A set that is shown whole has as many members as it has rows.
            members = Int64(rows.count)
        }
        board = Board(key: key, state: .read, memberCount: members, rows: rows)
        if isToldOfChanges {
            unchangedSince = beat
            return
        }
        guard refreshesKey, !isNamed, unchangedReads >= Self.patience else { return }
        phase = .resting
        board.state = .quiet
        atRest = nil
    }

    /// Reads again once somebody else has used the board: it is less idle than our absence is long,
    /// or its LFU counter, which only sinks while nobody comes, has risen.
    private mutating func wake(_ reply: RESPValue) {
        guard let usage = reply.integer else {
            return leave(as: reply == .null ? .missing : .refused)
        }
        guard let rested = atRest else {
            atRest = (usage, beat)
            return
        }
        let isUsed = keepsFrequency ? usage > rested.usage : usage < rested.usage
        atRest = (usage, beat)
        if isUsed { (phase, unchangedReads) = (.reading, 0) }
    }

    private mutating func look(_ reply: RESPValue) {
        if reply.integer != nil { phase = .measuring } else { fruitlessLooks += 1 }
    }

    private mutating func leave(as state: Board.State) {
        let members = state == .tooLarge ? board.memberCount : nil
        board = Board(key: key, state: state, memberCount: members)
        (phase, unchangedSince, countedAt) = (.absent, nil, nil)
    }

    /// Members and scores, from RESP3's pairs or RESP2's flat list; `nil` for an error.
    private static func rows(_ reply: RESPValue) -> [Board.Row]? {
        guard let elements = reply.elements else { return nil }
        let pairs: [(RESPValue, RESPValue)]
        if elements.first?.elements != nil {
            pairs = elements.compactMap { pair in
                pair.elements.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
            }
        } else {
            pairs = (reply.pairs ?? []).map { ($0.key, $0.value) }
        }
        return pairs.compactMap { member, score in
            guard let member = member.name, let score = score.score else { return nil }
            return Board.Row(member, score: score)
        }
    }
}

extension RESPValue {
    /// The name that a string is; of one too long to keep its beginning and its length.
    fileprivate var name: KeyName? {
        guard case .oversized(let prefix, let length) = self else {
            return bytes.map { KeyName($0) }
        }
        return KeyName(
            bytes: Array(prefix.prefix(KeyName.longest)),
            length: Int64(length),
            hash: nil
        )
    }

    /// A sorted set's score, which may be infinite.
    fileprivate var score: Double? {
        if case .double(let score) = self { return score.isNaN ? nil : score }
        if let number { return number }
        switch bytes.map({ String(decoding: $0, as: UTF8.self) }) {
        case "inf": return .infinity
        case "-inf": return -.infinity
        default: return nil
        }
    }
}
