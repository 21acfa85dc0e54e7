import CacheMetrics
import Painting

extension Screen {
    /// What has changed since a moment, in the place of the panes: largest change first.
    static func drawChanges(
        _ scene: Scene,
        since baseline: Scene.Baseline,
        on canvas: inout Canvas
    ) {
        drawHeader(scene, on: &canvas)
        drawVerdict(scene, rows: 1, on: &canvas)
        let foot = footRows(scene)
        let height = canvas.height - 2 - foot
        var part = Canvas(width: canvas.width, height: height, glyphs: canvas.glyphs)
        var frame = Box(title: "Changes")
        frame.isFocused = true
        frame.note = [Cell](title(scene, baseline), .value, glyphs: canvas.glyphs)
        let rows = scene.changes(since: baseline)?.rows
        let room = max(0, height - 3)
        let first = max(0, min(scene.view.changesScroll, (rows?.count ?? 0) - room))
        let left = (rows?.count ?? 0) - first - room
        if left > 0 {
            frame.footnote = [Cell]("\(left) more, j k", .muted, glyphs: canvas.glyphs)
        }
        part.drawBox(frame)
        if let rows, !rows.isEmpty {
            draw(Array(rows.dropFirst(first).prefix(room)), on: &part)
        } else {
            let text = rows == nil ? "this node was not known then" : "nothing changed"
            part.write(text, x: 2, y: 1, as: .muted)
        }
        canvas.paste(part, x: 0, y: 2)
        drawFoot(scene, rows: foot, on: &canvas)
    }

    /// With which moment is compared, and how far away that is.
    private static func title(_ scene: Scene, _ baseline: Scene.Baseline) -> String {
        let then = baseline.moment.wallMicroseconds
        let away = ((scene.moment?.wallMicroseconds ?? then) - then) / 1_000_000
        let side = away < 0 ? "before" : "after"
        return "\(scene.stopwatch(abs(away))) \(side) \(scene.clock(then))"
    }

    private static func draw(_ rows: [Difference.Row], on canvas: inout Canvas) {
        // Further apart a line would be hard to follow.
        let right = min(canvas.width - 2, 96)
        let ends = (then: right - 36, now: right - 23, factor: right - 13, between: right)
        canvas.write("WHAT", x: 2, y: 1, as: .muted)
        canvas.write("THEN", endingAt: ends.then, y: 1, as: .muted)
        canvas.write("NOW", endingAt: ends.now, y: 1, as: .muted)
        canvas.write("TIMES", endingAt: ends.factor, y: 1, as: .muted)
        canvas.write("BETWEEN", endingAt: ends.between, y: 1, as: .muted)
        for (line, row) in rows.enumerated() {
            let y = 2 + line
            let name = cells(
                of: row.name.utf8,
                columns: ends.then - 14,
                as: .value,
                glyphs: canvas.glyphs,
                cut: .middle
            )
            canvas.write(name, x: 2, y: y)
            canvas.write(cut(row.before), endingAt: ends.then, y: y, as: .value)
            canvas.write(cut(row.after), endingAt: ends.now, y: y, as: .value, overlay: .bold)
            let factor = row.factor.map { "×" + Figures.quotient($0) } ?? ""
            canvas.write(factor, endingAt: ends.factor, y: y, as: .accent)
            canvas.write(cut(row.between ?? ""), endingAt: ends.between, y: y, as: .label)
        }
    }

    /// As much of a value as there is room for; settings may be words.
    private static func cut(_ text: String) -> String {
        text.count <= 12 ? text : String(text.prefix(11)) + "…"
    }
}
