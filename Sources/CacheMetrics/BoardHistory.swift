import Glibc

/// Where the members of a board were: their scores and ranks over the last hour.
package struct BoardHistory: Sendable {
    /// Scores on each of the last beats.
    package private(set) var scores = Traces(capacity: NodeHistory.shortTrace)
    /// Scores once a minute, an hour back.
    package private(set) var scoresByMinute = Traces(capacity: 61, spacing: 60)
    /// Ranks on each of the last beats, 1 for the highest score.
    package private(set) var ranks = Traces(capacity: NodeHistory.shortTrace)
    /// Ranks once a minute, an hour back.
    package private(set) var ranksByMinute = Traces(capacity: 61, spacing: 60)

    /// A history of nothing.
    package init() {}

    mutating func fold(_ board: Board, beat: Int64) {
        guard board.state == .read || board.state == .quiet else { return }
        let rows = board.rows.enumerated()
        let byScore = Dictionary(rows.map { ($1.member, $1.score) }) { one, _ in one }
        scores.append(byScore, beat: beat)
        scoresByMinute.append(byScore, beat: beat)
        let byRank = Dictionary(rows.map { ($1.member, Double($0 + 1)) }) { one, _ in one }
        ranks.append(byRank, beat: beat)
        ranksByMinute.append(byRank, beat: beat)
    }

    /// How a member moved over the last `beats` beats up to `beat`.
    package func movement(
        of member: [UInt8],
        rank: Int,
        over beats: Int64,
        at beat: Int64
    ) -> Movement {
        guard let before = rankTable(beats, before: beat) else { return .unknown }
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

    /// The members that were on the board `beats` beats before `beat` and are not among `rows`,
    /// by the rank they had; `nil` if there is nothing old enough to compare with.
    package func left(
        _ rows: [Board.Row],
        over beats: Int64,
        at beat: Int64
    ) -> [[UInt8]]? {
        guard let before = rankTable(beats, before: beat) else { return nil }
        let now = Set(rows.map(\.member))
        return before.filter { !now.contains($0.key) }.sorted { $0.value < $1.value }.map(\.key)
    }

    /// How fast a member's score changes, a second, or `nil` if too little is known of it.
    ///
    /// The mean over the last minute's steps, each weighing half as much as one `halfLife` beats
    /// later, and as long as it took: a step over beats that were missed is one slower step.
    package func velocity(of member: [UInt8], secondsPerBeat: Double, at beat: Int64) -> Double? {
        let values = scores.values(of: member, last: NodeHistory.shortTrace, endingAt: beat)
        var (sum, weights) = (0.0, 0.0)
        var last: (place: Int, score: Double)?
        for (place, score) in values.enumerated() {
            guard let score else { continue }
            defer { last = (place, score) }
            guard let last, score.isFinite, last.score.isFinite else { continue }
            let age = Double(values.count - 1 - place)
            let weight = exp2(-age / Self.halfLife)
            sum += weight * (score - last.score)
            weights += weight * Double(place - last.place)
        }
        return weights > 0 && secondsPerBeat > 0 ? sum / weights / secondsPerBeat : nil
    }

    /// Beats after which a step of a score counts half.
    private static let halfLife = 20.0

    private func rankTable(_ beats: Int64, before beat: Int64) -> [[UInt8]: Double]? {
        beats > 60 ? ranksByMinute.table(beats, before: beat) : ranks.table(beats, before: beat)
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
