/// Where the members of a board were: their scores and ranks over the last hour.
package struct BoardHistory: Sendable {
    /// Scores on each of the last beats.
    package private(set) var scores = Traces(capacity: NodeHistory.shortTrace)
    /// Scores once a minute, an hour back.
    package private(set) var scoresByMinute = Traces(capacity: 61, spacing: 60)
    /// Ranks on each of the last beats, 1 for the highest score.
    package private(set) var ranks = Traces(capacity: NodeHistory.shortTrace)

    /// A history of nothing.
    package init() {}

    mutating func fold(_ board: Board, beat: Int64) {
        guard board.state == .read || board.state == .quiet else { return }
        let rows = board.rows.enumerated()
        let byScore = Dictionary(rows.map { ($1.member, $1.score) }) { one, _ in one }
        scores.append(byScore, beat: beat)
        scoresByMinute.append(byScore, beat: beat)
        ranks.append(
            Dictionary(rows.map { ($1.member, Double($0 + 1)) }) { one, _ in one },
            beat: beat
        )
    }

    /// How a member moved over the last `beats` beats up to `beat`.
    package func movement(
        of member: [UInt8],
        rank: Int,
        over beats: Int64,
        at beat: Int64
    ) -> Movement {
        guard let before = ranks.table(beats, before: beat) else { return .unknown }
        guard let old = before[member] else { return .entered }
        return .by(Int(old) - rank)
    }

    /// How much a member's score changed over the last `beats` beats up to `beat`, or `nil` if it
    /// was not seen then.
    package func change(
        of member: [UInt8],
        score: Double,
        over beats: Int64,
        at beat: Int64
    ) -> Double? {
        let table =
            beats > 60
            ? scoresByMinute.table(beats, before: beat) : scores.table(beats, before: beat)
        return table?[member].map { score - $0 }
    }

    /// How a member's rank changed.
    package enum Movement: Sendable, Equatable {
        /// Up by so many ranks; negative is down.
        case by(Int)
        /// It was not among the rows before.
        case entered
        /// There is nothing old enough to compare with.
        case unknown
    }
}
