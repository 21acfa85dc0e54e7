package import CacheMetrics
package import RedisClient
package import RESP

/// Collects the tops of the sorted sets being followed.
///
/// Reading a sorted set refreshes it, so that it will not be evicted, unless the connection has
/// `NO-TOUCH` (7.2). Before that, a board the operator named is read on every beat; one that was
/// discovered is read only while others use it too. Before a board is read for the first time its
/// size is asked, so that a board of megabyte members is refused instead of fetched.
package struct BoardCollector: Collector {
    private var watches: [BoardWatch]
    /// Whether boards are looked for rather than named.
    private let discovers: Bool
    /// Whether the server may be asked to tell of changes, and whether it does.
    private var (mayTrack, tracks) = (false, false)

    /// The board whose turn it is to be read first.
    private var turn = 0

    /// The most boards followed at once.
    private static let mostBoards = 5
    /// Names that guides use for rankings, tried without a walk.
    private static let usualKeys = ["trending", "leaderboard"].map { Array($0.utf8) }

    /// Follows the named boards, or those that are discovered if none is named.
    package init(named: [[UInt8]]) {
        discovers = named.isEmpty
        let keys = named.isEmpty ? Self.usualKeys : named
        watches = keys.map { BoardWatch($0, isNamed: !named.isEmpty) }
    }

    package var commands: [ReadCommand] {
        (mayTrack && !tracks ? [.startTracking] : []) + watches.flatMap(\.commands)
    }

    /// Learns which boards have changed, so that the others need not be read.
    package mutating func note(_ changed: ChangedKeys?) {
        // A new connection tracks nothing yet; a flushed server, which says the same, is asked in vain.
        if changed?.isEverything ?? true { tracks = false }
        mayTrack = changed != nil && watches.contains(where: \.exists)
        for index in watches.indices { watches[index].note(changed, isTracking: tracks) }
    }

    /// Lets as many boards be read as there are lookups for, in turn.
    package mutating func reserve(_ lookups: inout Int) {
        guard !watches.isEmpty else { return }
        for offset in watches.indices {
            let index = (turn + offset) % watches.count
            watches[index].reserve(&lookups)
        }
        // The next to be read is the first that had to wait.
        let waiting = watches.indices.map { (turn + $0) % watches.count }
            .first { watches[$0].isDeferred }
        turn = waiting ?? turn
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        var rest = replies[...]
        if mayTrack, !tracks { tracks = rest.removeFirst().bytes == Array("OK".utf8) }
        for index in watches.indices {
            let count = watches[index].commands.count
            watches[index].record(Array(rest.prefix(count)), sample: sample)
            rest = rest.dropFirst(count)
        }
        sample.boards = watches.filter { $0.exists || $0.isNamed }.map(\.board)
        watches.removeAll(where: \.isForgotten)
        if discovers { follow(sample.survey?.rankings ?? []) }
    }

    /// Follows sorted sets that the walk over the keys has met.
    private mutating func follow(_ keys: [[UInt8]]) {
        for key in keys where !watches.contains(where: { $0.key == key }) {
            guard watches.count(where: \.exists) < Self.mostBoards else { return }
            watches.append(BoardWatch(key, isNamed: false))
        }
    }
}
