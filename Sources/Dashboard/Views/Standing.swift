package import CacheMetrics

/// A board with what its members are doing.
package struct Standing {
    /// A member, its place, and how both changed.
    package struct Row {
        /// Its rank, 1 for the highest score.
        package var rank: Int
        /// The member.
        package var member: [UInt8]
        /// Its score.
        package var score: Double
        /// How its rank changed over a minute, ten and sixty.
        package var movements: [BoardHistory.Movement]
        /// How its score changed over a minute and over an hour.
        package var lastMinute, lastHour: Double?
        /// How fast its score changes, a second.
        package var velocity: Double?
        /// How far its last minute is from that of the others, in robust standard deviations.
        package var surprise: Double?
        /// Seconds until it passes the member above, if both go on as they do; `nil` if never.
        package var overtakesAfter: Double?
        /// How much its score rose on each of the last sixty beats; a fall is none.
        package var steps: [Double?]
    }

    /// The board.
    package let board: Board
    /// Which of the boards it is, and how many there are.
    package let place, count: Int
    /// The members, highest first.
    package private(set) var rows: [Row]
    /// Members that were among the rows a minute ago and are not now, highest first; `nil` if unknown.
    package let left: [[UInt8]]?

    /// The board a scene shows, or `nil` if there is none.
    package init?(_ scene: Scene) {
        guard let node = scene.node, let boards = node.interval?.later.boards,
            !boards.isEmpty
        else { return nil }
        let place = min(scene.view.board, boards.count - 1)
        self.init(boards[place], place: place, of: boards.count, node, scene)
    }

    /// A board of a node.
    private init(
        _ board: Board,
        place: Int,
        of count: Int,
        _ node: NodeHistory,
        _ scene: Scene
    ) {
        (self.board, self.place, self.count) = (board, place, count)
        let history = node.boards[board.key] ?? BoardHistory()
        let beat = node.moment.beat
        let horizons = [60.0, 600, 3_600].map(scene.beats)
        rows = board.rows.enumerated().map { index, row in
            let movements = horizons.map {
                history.movement(of: row.member, rank: index + 1, over: $0, at: beat)
            }
            func change(_ beats: Int64) -> Double? {
                history.change(of: row.member, score: row.score, over: beats, at: beat)
            }
            return Row(
                rank: index + 1,
                member: row.member,
                score: row.score,
                movements: movements,
                lastMinute: change(horizons[0]),
                lastHour: change(horizons[2]),
                velocity: history.velocity(
                    of: row.member,
                    secondsPerBeat: scene.seconds(1),
                    at: beat
                ),
                steps: Self.steps(history.scores.values(of: row.member, last: 61, endingAt: beat))
            )
        }
        left = history.left(board.rows, over: horizons[0], at: beat)
        compare()
    }

    private static func steps(_ scores: [Double?]) -> [Double?] {
        zip(scores, scores.dropFirst()).map { before, after in
            before.flatMap { before in after.map { max(0, $0 - before) } }
        }
    }

    /// Sets each member beside the others.
    private mutating func compare() {
        let surprises = RobustScores.of(rows.map(\.lastMinute))
        for index in rows.indices {
            rows[index].surprise = surprises[index]
            guard index > 0, let mine = rows[index].velocity, let above = rows[index - 1].velocity,
                mine > above
            else { continue }
            rows[index].overtakesAfter =
                (rows[index - 1].score - rows[index].score) / (mine - above)
        }
    }

    /// Members that came in during the last minute, or `nil` if that is not known.
    package var entered: Int? {
        left == nil ? nil : rows.count { $0.movements[0] == .entered }
    }
}
