import CacheHealth
import CacheMetrics
import Painting

extension Screen {
    /// The line below the header, or two: how healthy the cache is, and the worst that is wrong.
    static func drawVerdict(_ scene: Scene, rows: Int, on canvas: inout Canvas) {
        guard rows > 0 else { return }
        let report = scene.report
        var x = canvas.write(" HEALTH ", x: 0, y: 1, as: .label)
        x = canvas.write(
            report.score.map { "\($0)" } ?? Figures.unknown,
            x: x,
            y: 1,
            as: scoreRole(report),
            overlay: .bold
        )
        if canvas.width >= 100, report.score != nil {
            x = canvas.write("/100", x: x, y: 1, as: .label)
        }
        for severity in Severity.allCases.reversed() where report.count(of: severity) > 0 {
            let (glyph, _, role) = severity.shown
            x = canvas.write("  \(glyph)\(report.count(of: severity))", x: x, y: 1, as: role)
        }
        let hint = canvas.width >= 100 ? "6 all findings ›" : "6›"
        canvas.write(hint, endingAt: canvas.width - 1, y: 1, as: .muted)
        let room = canvas.width - hint.count - 3
        guard let worst = report.findings.first else {
            drawAllClear(scene, x: x + 3, before: room, on: &canvas)
            return
        }
        write(worst, scene, x: x + 3, y: 1, before: room, on: &canvas)
        guard rows > 1 else { return }
        x = 16
        for finding in report.findings.dropFirst() where x < canvas.width - 30 {
            x = write(finding, scene, x: x, y: 2, before: canvas.width - 1, on: &canvas) + 4
        }
    }

    private static func drawAllClear(
        _ scene: Scene,
        x: Int,
        before right: Int,
        on canvas: inout Canvas
    ) {
        guard scene.moment != nil else {
            canvas.write(
                [.label("connecting to \(scene.setting.target) …")],
                x: x,
                y: 1,
                before: right
            )
            return
        }
        let passed = scene.report.passed
        guard passed > 0 else {
            canvas.write([.label("collecting…")], x: x, y: 1, before: right)
            return
        }
        let waiting = scene.report.undecided.count
        let verdict =
            scene.report.score == nil
            ? Part.value("too little to judge by", .unknown)
            : Part.value("✔ nothing wrong", .ok)
        var parts = [
            verdict,
            .label("  \(passed) \(passed == 1 ? "check" : "checks") passed"),
        ]
        if waiting > 0 { parts.append(.label(", \(waiting) without enough evidence yet")) }
        canvas.write(parts, x: x, y: 1, before: right)
    }

    @discardableResult
    private static func write(
        _ finding: Finding,
        _ scene: Scene,
        x: Int,
        y: Int,
        before right: Int,
        on canvas: inout Canvas
    ) -> Int {
        let (glyph, word, role) = finding.severity.shown
        let sign = canvas.width >= 100 ? "\(glyph) \(word) " : "\(glyph) "
        var column = canvas.write(sign, x: x, y: y, as: role, overlay: .bold)
        let room = right - column
        let about = finding.about.map { Array(": ".utf8) + $0.prefix(64) } ?? []
        let title = Array(finding.title.utf8) + about
        column = canvas.write(
            cells(of: title, columns: room, as: .text, glyphs: canvas.glyphs),
            x: column,
            y: y
        )
        // With several nodes one has to know which.
        let node =
            scene.history.nodes.count > 1
            ? [Part.label(finding.node.name + (finding.evidenceParts.isEmpty ? "" : " · "))] : []
        return canvas.write(node + finding.evidenceParts, x: column + 1, y: y, before: right)
    }

    static func scoreRole(_ report: HealthReport) -> Role {
        switch report.worst {
        case .critical: .critical
        case .warning: .warning
        case .info, nil: report.score == nil ? .unknown : .ok
        }
    }
}
