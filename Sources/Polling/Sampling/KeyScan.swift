import CacheMetrics
import RESP

/// Progress of `SCAN` through all keys, round and round, from any starting point.
///
/// A cursor is a position in the order of hashes, so any number is one, and a pass from anywhere meets
/// every key that is there throughout. That a pass has come round is arithmetic on cursors, and arithmetic
/// can be wrong about a server nobody has seen. So a pass is complete only if it has come round *and* what
/// it met agrees with `DBSIZE` within what changed meanwhile. If it does not agree, the order is taken for
/// unknown: from then on a pass begins with cursor 0 and ends with it, which every server keeps to.
struct KeyScan: Sendable {
    /// The server's cursor for the next step, in its own words.
    private(set) var cursor: [UInt8]
    /// The cursor of the step before.
    private(set) var previous: [UInt8]
    /// The order that the server is known or taken to have.
    private(set) var order: ScanOrder
    /// Passes that came round.
    private(set) var passes: UInt64 = 0
    /// Passes of these whose keys agreed with `DBSIZE`.
    private(set) var completePasses: UInt64 = 0
    /// Keys met in the current pass.
    private(set) var keysMet: UInt64 = 0
    /// Keys met in the latest complete pass.
    private(set) var keysOfLastPass: UInt64?
    /// Part of the current pass that is done, 0 to 1, by the positions of cursors; 0 where those are not
    /// known.
    private(set) var progress = 0.0

    private var first: UInt64
    private var position: UInt64
    /// `true` once the pass has reached the end of the order and goes on from its beginning.
    private var hasWrapped = false
    /// The slice being filled, or `nil` if the next step begins one.
    private var open: Int?
    private var beginning: Population?

    /// Slices that the order is cut into, which are counted apart.
    static let slices = 16
    private static let bitsWithin: UInt64 = 60

    /// What the server said of all keys at one moment.
    struct Population: Sendable {
        /// Number of keys, or `nil` where that is not known.
        var keys: UInt64?
        /// Keys that have expired so far: `DBSIZE` counts those that have not been removed yet.
        var expired: UInt64
    }

    /// What a step went over.
    struct Step: Sendable {
        /// The names, in the server's order.
        var names: [[UInt8]]
        /// The slice its keys count under.
        var slice: Int
        /// `true` for the first step in its slice.
        var isFresh: Bool
        /// Other slices it goes over, in which no step begins.
        var passed: [Int]
        /// `true` where it ended a pass.
        var endsPass: Bool
    }

    /// `true` where the scan goes on with a pass whose beginning it has not seen: no pass is complete then.
    private let isContinued: Bool

    /// A scan that goes on at a cursor of a pass which began at another, or at the same.
    init(from cursor: UInt64, of start: UInt64? = nil, in order: ScanOrder) {
        self.order = order
        let start = start ?? cursor
        self.cursor = Array(String(cursor).utf8)
        previous = self.cursor
        first = order.position(of: start) ?? 0
        position = order.position(of: cursor) ?? 0
        isContinued = cursor != start
        hasWrapped = isContinued && position < first
        progress = Double(position &- first) / 0x1p64
    }

    /// A scan that begins at a random position.
    init(startingAt random: UInt64, in order: ScanOrder) {
        self.init(from: order.cursor(at: random), in: order)
    }

    /// The cursor at which the current pass began.
    var start: UInt64 { order.cursor(at: first) }

    /// Takes in the reply to a step; `nil` if it is none.
    ///
    /// `population` is what the server says of all keys about then.
    mutating func advance(_ reply: RESPValue, _ population: Population) -> Step? {
        guard let parts = reply.elements, parts.count == 2, let next = parts[0].bytes,
            let found = parts[1].elements
        else { return nil }
        let names = found.compactMap(\.bytes)
        if beginning == nil { beginning = population }
        keysMet &+= UInt64(found.count)
        (previous, cursor) = (cursor, next)
        let number = UInt64(String(decoding: next, as: UTF8.self))
        // Some servers have cursors that are no numbers.
        if number == nil { order = .unknown }
        var step = move(to: number ?? 1, names)
        guard step.endsPass else { return step }
        step.endsPass = endPass(population, isAtEnd: number == 0)
        return step
    }

    private mutating func move(to cursor: UInt64, _ names: [[UInt8]]) -> Step {
        guard let next = order.position(of: cursor) else {
            let isFresh = open == nil
            open = cursor == 0 ? nil : 0
            return Step(
                names: names,
                slice: 0,
                isFresh: isFresh,
                passed: isFresh ? Array(1..<Self.slices) : [],
                endsPass: cursor == 0
            )
        }
        let (from, isAtEnd) = (slice(position), cursor == 0)
        let isFresh = open != from
        // A table may be so small that one step goes past its end and the start again, too.
        let isPastStart = hasWrapped && (next >= first || isAtEnd) || isAtEnd && first == 0
        position = next
        hasWrapped = hasWrapped || isAtEnd
        open = isPastStart ? nil : from
        progress = isPastStart ? 1 : max(progress, Double(next &- first) / 0x1p64)
        let end = isPastStart ? Self.slices : max(from + 1, slice(next))
        return Step(
            names: names,
            slice: from,
            isFresh: isFresh,
            passed: Array((from + 1)..<end),
            endsPass: isPastStart
        )
    }

    /// Ends a pass that has come round, or begins it anew if it cannot have; whether it has ended.
    private mutating func endPass(_ population: Population, isAtEnd: Bool) -> Bool {
        let agrees = isContinued ? nil : agrees(with: population)
        defer { (beginning, keysMet, progress, hasWrapped) = (nil, 0, 0, false) }
        guard !isContinued else {
            passes &+= 1
            return true
        }
        guard agrees ?? (order == .unknown) else {
            // Where the order is not what it was taken for, only cursor 0 is a place.
            let isNews = order != .unknown
            order = .unknown
            if isNews, !isAtEnd { cursor = Array("0".utf8) }
            (first, position, open) = (0, 0, nil)
            passes &+= isNews ? 0 : 1
            return !isNews
        }
        passes &+= 1
        completePasses &+= 1
        keysOfLastPass = keysMet
        return true
    }

    /// Whether a pass met as many keys as there are, but for what changed meanwhile; `nil` where it is not
    /// known how many there are.
    ///
    /// A pass over keys that come and go meets as many as there are on average. Those that have expired
    /// and were not removed yet are in `DBSIZE`, and a scan does not return them.
    private func agrees(with population: Population) -> Bool? {
        guard let before = beginning?.keys, let after = population.keys else { return nil }
        let least = min(before, after)
        let expired = population.expired &- min(population.expired, beginning?.expired ?? 0)
        let change = max(before, after) - least + min(expired, least / 10)
        return keysMet &+ change &+ least / 50 &+ 1 >= least
    }

    /// Slices are counted from where passes begin.
    private func slice(_ position: UInt64) -> Int { Int((position &- first) >> Self.bitsWithin) }
}
