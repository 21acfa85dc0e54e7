import CacheMetrics
package import Painting

/// A leaderboard, and how its members move.
package struct TrendingPane: Pane {
    package let title = "Trending"
    package let sortColumns = ["rank", "Δ1m", "per second", "member"]

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] {
        Standing(scene).map { list($0, scene).names } ?? []
    }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let standing = Standing(scene)
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
        let footRows = form == .zoomed ? min(2, max(0, area.height - 6)) : 0
        let table = StandingTable(width: area.width, isZoomed: form == .zoomed)
        let sorting = scene.view.sorting[3] ?? .init()
        table.drawHeading(sorting, on: &canvas)
        let list = list(standing, scene)
        let visible = list.visible(area.height - 1 - footRows, in: scene)
        for (line, (place, row)) in visible.enumerated() {
            table.draw(row, y: 2 + line, on: &canvas)
            list.highlight(place, x: 1, y: 2 + line, width: area.width, scene, on: &canvas)
        }
        if footRows == 2 { drawTurnover(standing, y: area.height - 1, in: area, on: &canvas) }
    }

    private func list(_ standing: Standing, _ scene: Scene) -> RowList<Standing.Row> {
        var rows = standing.rows
        let sorting = scene.view.sorting[3] ?? .init()
        switch sorting.column {
        case 1: rows.sort { ($0.lastMinute ?? -.infinity) > ($1.lastMinute ?? -.infinity) }
        case 2: rows.sort { ($0.velocity ?? -.infinity) > ($1.velocity ?? -.infinity) }
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
        case nil: return "no sorted set named like a ranking was met yet; --board KEY names one"
        case .missing: return "the key does not exist"
        case .wrongType: return "the key is not a sorted set"
        case .tooLarge: return "not read: its members are larger than 4 KB on average"
        case .refused: return "the server will not let us read it"
        case .read, .quiet, .deferred: return "collecting…"
        }
    }

    /// Who came and who went, and why the board is not read if it is not.
    private func drawTurnover(
        _ standing: Standing,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let left = standing.left
        let counts: [Part] = [
            .label("in the last minute entered "),
            .value(standing.entered.map { "\($0)" } ?? Figures.unknown), .label("  left "),
            .value(left.map { "\($0.count)" } ?? Figures.unknown), .label("  "),
        ]
        let x = canvas.write(counts, x: 2, y: y, before: area.width + 1)
        let names = (left ?? []).prefix(4).map { nameText($0, limit: 24) }
        let gone = names.joined(separator: ", ")
        canvas.write(
            cells(
                of: gone.utf8,
                columns: max(0, area.width - x),
                as: .muted,
                glyphs: canvas.glyphs
            ),
            x: x,
            y: y
        )
        let explanation =
            switch standing.board.state {
            case .quiet:
                "not read now: nobody else uses it, and reading would keep it from eviction"
            case .deferred:
                "a few seconds old: it is read as often as our share of lookups allows (--probe-share)"
            case .read, .missing, .wrongType, .tooLarge, .refused:
                "! far faster than the others (robust z ≥ 3.5) · PASSES when it catches up with the one above"
            }
        canvas.write(
            cells(
                of: explanation.utf8,
                columns: max(0, area.width - 2),
                as: .muted,
                glyphs: canvas.glyphs
            ),
            x: 2,
            y: y + 1
        )
    }
}
