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
        // A recording may claim any clock.
        let away = ((scene.moment?.wallMicroseconds ?? then) &- then) / 1_000_000
        let side = away < 0 ? "before" : "after"
        return "\(scene.stopwatch(abs(away))) \(side) \(scene.clock(then))"
    }

    private static func draw(_ rows: [Difference.Row], on canvas: inout Canvas) {
        // Further apart a line would be hard to follow.
        let right = min(canvas.width - 2, 96)
        let isRoomy = right >= 60
        let (now, then) = isRoomy ? (right - 23, right - 36) : (right, right - 13)
        canvas.write("WHAT", x: 2, y: 1, as: .muted)
        canvas.write("THEN", endingAt: then, y: 1, as: .muted)
        canvas.write("NOW", endingAt: now, y: 1, as: .muted)
        if isRoomy {
            canvas.write("TIMES", endingAt: right - 13, y: 1, as: .muted)
            canvas.write("BETWEEN", endingAt: right, y: 1, as: .muted)
        }
        for (line, row) in rows.enumerated() {
            let y = 2 + line
            let (room, glyphs) = (then - 14, canvas.glyphs)
            let name = cells(of: row.name.utf8, columns: room, glyphs: glyphs, cut: .middle)
            canvas.write(name, x: 2, y: y)
            write(row.before, endingAt: then, y: y, as: .label, on: &canvas)
            write(row.after, endingAt: now, y: y, as: .value, on: &canvas)
            guard isRoomy else { continue }
            let factor = row.factor.map { "×" + Figures.quotient($0) } ?? ""
            canvas.write(factor, endingAt: right - 13, y: y, as: .accent)
            write(row.between ?? "", endingAt: right, y: y, as: .label, on: &canvas)
        }
    }

    /// A value, as much of it as there is room for: some are words that a server chose.
    private static func write(
        _ value: String,
        endingAt right: Int,
        y: Int,
        as role: Role,
        on canvas: inout Canvas
    ) {
        let shown = cells(of: value.utf8, columns: 12, as: role, glyphs: canvas.glyphs)
        canvas.write(shown, x: right - shown.count, y: y)
    }
}
