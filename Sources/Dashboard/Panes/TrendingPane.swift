import CacheMetrics
package import Painting

/// A leaderboard, and how its members move.
package struct TrendingPane: Pane {
    package let title = "Trending"
    package let sortColumns = ["rank", "Δ1m", "Δ1h", "member"]

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] {
        standing(scene).map { list($0, scene).names } ?? []
    }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let standing = standing(scene)
        let area = scene.frame(
            title,
            digit: 3,
            note: note(standing, width: canvas.width, canvas.glyphs),
            footnote: footnote(standing, scene).cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        guard let standing, !standing.rows.isEmpty else {
            let why = absence(standing, scene).utf8
            canvas.write(
                cells(of: why, columns: area.width - 2, as: .muted, glyphs: canvas.glyphs),
                x: 2,
                y: 1
            )
            return
        }
        drawTable(list(standing, scene), standing, scene, in: area, on: &canvas)
        if form == .zoomed, standing.board.state == .quiet {
            let why =
                "not read now: nobody else uses it, and reading would keep it from eviction"
            canvas.write(why, x: 2, y: area.height, as: .muted)
        }
    }

    /// The board being shown, with the moves of its members.
    private func standing(_ scene: Scene) -> Standing? {
        guard let node = scene.node, let boards = node.interval?.later.sample.boards,
            !boards.isEmpty
        else { return nil }
        let board = boards[min(scene.view.board, boards.count - 1)]
        return Standing(
            board,
            place: min(scene.view.board, boards.count - 1),
            of: boards.count,
            node,
            scene
        )
    }

    private func list(_ standing: Standing, _ scene: Scene) -> RowList<Standing.Row> {
        var rows = standing.rows
        let sorting = scene.view.sorting[3] ?? .init()
        switch sorting.column {
        case 1: rows.sort { ($0.lastMinute ?? -.infinity) > ($1.lastMinute ?? -.infinity) }
        case 2: rows.sort { ($0.lastHour ?? -.infinity) > ($1.lastHour ?? -.infinity) }
        case 3: rows.sort { $0.member.lexicographicallyPrecedes($1.member) }
        default: break
        }
        return RowList(
            sorting.isReversed ? rows.reversed() : rows,
            of: 3,
            in: scene,
            named: \.member
        )
    }

    private func note(_ standing: Standing?, width: Int, _ glyphs: GlyphSet) -> [Cell] {
        guard let standing else { return [] }
        let count = standing.board.memberCount.map { " " + Figures.count(Double($0)) } ?? ""
        let members = count.isEmpty || width < 60 ? count : count + " members"
        let key = cells(
            of: standing.board.key,
            columns: max(8, width / 3),
            as: .accent,
            glyphs: glyphs,
            cut: .middle
        )
        return key + [Cell](members, .label, glyphs: glyphs)
    }

    private func footnote(_ standing: Standing?, _ scene: Scene) -> [Part] {
        guard let standing else { return [] }
        let filter = list(standing, scene).filterNote(scene)
        guard filter.isEmpty, standing.count > 1 else { return filter }
        return [.label("h l board "), .value("\(standing.place + 1)/\(standing.count)")]
    }

    /// Why there is no board to show.
    private func absence(_ standing: Standing?, _ scene: Scene) -> String {
        guard let sample = scene.interval?.later.sample else { return "collecting…" }
        if let refusal = sample.refusals.first(where: {
            ["+zrevrange", "+type"].contains($0.accessRule)
        }) {
            return refusal.sentence
        }
        switch standing?.board.state {
        case nil: return "no ranking found yet; --board KEY names one"
        case .missing: return "the key does not exist"
        case .wrongType: return "the key is not a sorted set"
        case .tooLarge: return "not read: its members are larger than 4 KB on average"
        case .refused: return "the server will not let us read it"
        case .read, .quiet: return "collecting…"
        }
    }
}

/// A board with the moves of its members.
private struct Standing {
    struct Row {
        let rank: Int
        let member: [UInt8]
        let score: Double
        let movement: BoardHistory.Movement
        let lastMinute: Double?
        let lastHour: Double?
        let scores: [Double?]
    }

    let board: Board
    let place: Int
    let count: Int
    let rows: [Row]

    init(_ board: Board, place: Int, of count: Int, _ node: NodeHistory, _ scene: Scene) {
        self.board = board
        self.place = place
        self.count = count
        let history = node.boards[board.key] ?? BoardHistory()
        let (beat, minute, hour) = (node.moment.beat, scene.beats(60), scene.beats(3_600))
        rows = board.rows.enumerated().map { index, row in
            Row(
                rank: index + 1,
                member: row.member,
                score: row.score,
                movement: history.movement(of: row.member, rank: index + 1, over: minute, at: beat),
                lastMinute: history.change(
                    of: row.member,
                    score: row.score,
                    over: minute,
                    at: beat
                ),
                lastHour: history.change(of: row.member, score: row.score, over: hour, at: beat),
                scores: history.scores.values(of: row.member, last: 60, endingAt: beat)
            )
        }
    }
}

extension TrendingPane {
    private func drawTable(
        _ list: RowList<Standing.Row>,
        _ standing: Standing,
        _ scene: Scene,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let columns = Columns(width: area.width)
        canvas.write("  #  Δ", x: 1, y: 1, as: .muted)
        canvas.write("MEMBER", x: columns.member, y: 1, as: .muted)
        let marks = ["", "", "", ""].indices.map { scene.view.sorting[3]?.column == $0 ? "▼" : "" }
        canvas.write("SCORE", endingAt: columns.score, y: 1, as: .muted)
        canvas.write("Δ1m" + marks[1], endingAt: columns.minute, y: 1, as: .muted)
        if let hour = columns.hour {
            canvas.write("Δ1h" + marks[2], endingAt: hour, y: 1, as: .muted)
        }
        if let trace = columns.trace { canvas.write("1m", x: trace, y: 1, as: .muted) }
        for (line, (place, row)) in list.visible(area.height - 1, in: scene).enumerated() {
            draw(row, columns, y: 2 + line, on: &canvas)
            list.highlight(place, x: 1, y: 2 + line, width: area.width, scene, on: &canvas)
        }
    }

    /// Where the columns stand, by the width there is.
    private struct Columns {
        let member = 10
        let score, minute: Int
        let hour, trace: Int?
        let traceWidth: Int

        init(width: Int) {
            let right = width + 1
            // Members get 40 columns at most; what is left over shows more of the past.
            traceWidth = width >= 60 ? max(7, min(60, width - 76)) : 0
            trace = width >= 60 ? right - traceWidth - 1 : nil
            hour = width >= 60 ? right - traceWidth - 2 : nil
            minute = hour.map { $0 - 9 } ?? right
            score = minute - 8
        }
    }

    private func draw(_ row: Standing.Row, _ columns: Columns, y: Int, on canvas: inout Canvas) {
        canvas.write("\(row.rank)", endingAt: 4, y: y, as: .muted)
        let (move, role) = row.movement.shown
        canvas.write(move, x: 5, y: y, as: role)
        let room = columns.score - 9 - columns.member
        canvas.write(
            cells(
                of: row.member,
                columns: max(4, room),
                as: .text,
                glyphs: canvas.glyphs,
                cut: .middle
            ),
            x: columns.member,
            y: y
        )
        canvas.write(row.score.scoreText, endingAt: columns.score, y: y, as: .value)
        canvas.write(
            Figures.change(row.lastMinute),
            endingAt: columns.minute,
            y: y,
            as: row.lastMinute.changeRole
        )
        if let hour = columns.hour {
            canvas.write(
                Figures.change(row.lastHour),
                endingAt: hour,
                y: y,
                as: row.lastHour.changeRole
            )
        }
        if let trace = columns.trace {
            canvas.drawSparkline(
                row.scores.aboveLowest.highest(ofGroups: columns.traceWidth),
                x: trace,
                y: y,
                as: .accent
            )
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

extension [Double?] {
    /// The values above the lowest of them, so that small changes of large scores show.
    fileprivate var aboveLowest: [Double?] {
        guard let lowest = compactMap(\.self).min() else { return self }
        return map { $0.map { $0 - lowest } }
    }
}
