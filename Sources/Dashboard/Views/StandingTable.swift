import CacheMetrics
import Painting

/// The rows of a leaderboard, in as many columns as there is room for.
struct StandingTable {
    private let right: Int
    /// Columns right of the member, from left to right, with their widths.
    private let columns: [Column]
    private let movements: Int
    private let traceWidth: Int

    private enum Column {
        case score, minute, hour, velocity, overtakes

        var heading: String {
            switch self {
            case .score: "SCORE"
            case .minute: "Δ1m"
            case .hour: "Δ1h"
            case .velocity: "PER S"
            case .overtakes: "PASSES"
            }
        }

        var width: Int {
            switch self {
            case .score: 8
            case .minute, .hour: 9
            case .velocity: 8
            case .overtakes: 8
            }
        }
    }

    /// A table in a pane that is so wide inside.
    init(width: Int, isZoomed: Bool) {
        right = width + 1
        movements = isZoomed && width >= 70 ? 3 : 1
        switch width {
        case ..<60: columns = [.score, .minute]
        case ..<100:
            columns =
                isZoomed ? [.score, .minute, .velocity, .overtakes] : [.score, .minute, .hour]
        default: columns = [.score, .minute, .hour, .velocity, .overtakes]
        }
        // Members get 40 columns at most; what is left over shows more of the past.
        let taken = columns.reduce(5 + movements * 5) { $0 + $1.width }
        let spare = width - taken - 1
        traceWidth = width >= 60 ? max(7, min(60, spare - 40)) : 0
    }

    private var memberX: Int { 5 + movements * 5 }
    private var columnsEnd: Int { right - (traceWidth > 0 ? traceWidth + 2 : 0) }

    /// Draws the names of the columns.
    func drawHeading(_ sorting: ViewState.Sorting, on canvas: inout Canvas) {
        canvas.write("  #", x: 1, y: 1, as: .muted)
        let horizons = movements == 1 ? ["Δ"] : ["1m", "10m", "1h"]
        for (index, horizon) in horizons.enumerated() {
            canvas.write(horizon, x: movements == 1 ? 6 : 5 + 5 * index, y: 1, as: .muted)
        }
        canvas.write("MEMBER", x: memberX, y: 1, as: .muted)
        var end = columnsEnd
        for column in columns.reversed() {
            let isSorted =
                column == .minute && sorting.column == 1
                || column == .velocity && sorting.column == 2
            let mark = isSorted ? sorting.mark() : ""
            canvas.write(column.heading + mark, endingAt: end, y: 1, as: .muted)
            end -= column.width
        }
        if traceWidth > 0 {
            canvas.write("1m", x: right - traceWidth - 1, y: 1, as: .muted)
        }
    }

    /// Draws a member.
    func draw(_ row: Standing.Row, y: Int, on canvas: inout Canvas) {
        canvas.write("\(row.rank)", endingAt: 4, y: y, as: .muted)
        for (index, movement) in row.movements.prefix(movements).enumerated() {
            let (move, role) = movement.shown
            canvas.write(move, x: 5 + 5 * index, y: y, as: role)
        }
        var end = columnsEnd
        for column in columns.reversed() {
            let (text, role) = shown(column, row)
            canvas.write(text, endingAt: end, y: y, as: role)
            end -= column.width
        }
        canvas.write(
            cells(
                of: row.member,
                columns: max(4, end - memberX - 1),
                as: .text,
                glyphs: canvas.glyphs,
                cut: .middle
            ),
            x: memberX,
            y: y
        )
        guard traceWidth > 0 else { return }
        canvas.drawSparkline(
            row.steps.highest(ofGroups: traceWidth),
            x: right - traceWidth - 1,
            y: y,
            as: .accent
        )
    }

    private func shown(_ column: Column, _ row: Standing.Row) -> (String, Role) {
        switch column {
        case .score: (row.score.scoreText, .value)
        case .minute:
            if row.surprise ?? 0 >= 3.5 {
                ("!" + Figures.change(row.lastMinute), .warning)
            } else {
                (Figures.change(row.lastMinute), row.lastMinute.changeRole)
            }
        case .hour: (Figures.change(row.lastHour), row.lastHour.changeRole)
        case .velocity:
            (Figures.count(row.velocity), row.velocity == 0 ? .flat : .value)
        case .overtakes:
            (row.overtakesAfter.map { $0 < 86_400 ? Figures.briefSpan($0) : ">1d" } ?? "", .value)
        }
    }
}

extension BoardHistory.Movement {
    /// The sign for it, and what that means.
    fileprivate var shown: (String, Role) {
        switch self {
        case .unknown: ("–", .flat)
        case .entered: ("NEW", .new)
        case .by(0): ("=", .flat)
        case .by(let ranks): ranks > 0 ? ("▲\(ranks)", .better) : ("▼\(-ranks)", .worse)
        }
    }
}

extension Double {
    /// A score: exact while it is short, with its first digits when it is not.
    fileprivate var scoreText: String {
        if isInfinite { return self < 0 ? "-inf" : "inf" }
        guard abs(self) < 1_000_000 else { return Figures.count(self) }
        let whole = Int64(rounded(.towardZero))
        if Double(whole) != self { return Figures.fixed(self, decimals: 2) }
        let digits = String(abs(whole))
        let grouped = digits.count > 3 ? digits.dropLast(3) + "," + digits.suffix(3) : digits
        return (whole < 0 ? "-" : "") + grouped
    }
}

extension Double? {
    fileprivate var changeRole: Role {
        guard let self else { return .flat }
        return self > 0 ? .better : self < 0 ? .worse : .flat
    }
}
