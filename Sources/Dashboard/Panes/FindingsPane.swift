import CacheHealth
import CacheMetrics
package import Painting

/// What is wrong, since when and what to do.
package struct FindingsPane: Pane {
    package let title = "Findings"
    package let showsNodeData = false

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] { list(scene).names }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let list = list(scene)
        let muted = scene.mutedCount > 0 ? "\(scene.mutedCount) muted  " : ""
        let score = muted + (scene.report.score.map { "\($0)/100" } ?? Figures.unknown)
        let area = scene.frame(
            title,
            digit: 6,
            note: [Cell](score, .value),
            footnote: list.filterNote(scene).cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        let detailRows = form == .zoomed && !list.rows.isEmpty ? min(12, area.height / 2) : 0
        let used = drawList(list, scene, in: area, height: area.height - detailRows, on: &canvas)
        drawChecks(scene, y: 1 + used, last: area.height - detailRows, in: area, on: &canvas)
        if detailRows >= 6 {
            drawDetail(list, scene, y: area.height - detailRows + 1, in: area, on: &canvas)
        }
    }

    private func list(_ scene: Scene) -> RowList<Finding> {
        RowList(scene.findings, of: 6, in: scene, named: \.rowName)
    }

    /// Two lines for each finding: what, and by which numbers.
    private func drawList(
        _ list: RowList<Finding>,
        _ scene: Scene,
        in area: Rectangle,
        height: Int,
        on canvas: inout Canvas
    ) -> Int {
        var y = 1
        for (place, finding) in list.visible(max(1, height / 2), in: scene) where y < height {
            let (glyph, word, role) = finding.severity.shown
            let x = canvas.write(" \(glyph) \(word) ", x: 1, y: y, as: role, overlay: .bold)
            let about = finding.about.map { Array(": ".utf8) + $0 } ?? []
            let room = max(0, area.width - x - scene.age(of: finding).count)
            let title = Array(finding.title.utf8) + about
            let text = cells(of: title, columns: room, as: .text, glyphs: canvas.glyphs)
            canvas.write(text, x: x, y: y)
            canvas.write(scene.age(of: finding), endingAt: area.width + 1, y: y, as: .muted)
            list.highlight(place, x: 1, y: y, width: area.width, scene, on: &canvas)
            let node = scene.history.nodes.count > 1 ? [Part.label(finding.node.name + " · ")] : []
            canvas.write(node + finding.evidenceParts, x: 4, y: y + 1, before: area.width + 1)
            y += 2
        }
        return y - 1
    }

    private func drawChecks(
        _ scene: Scene,
        y: Int,
        last: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard y <= last else { return }
        guard scene.moment != nil else {
            canvas.write("collecting…", x: 2, y: y, as: .muted)
            return
        }
        let passed = scene.report.passed
        let text = " ✔ \(passed) \(passed == 1 ? "check" : "checks") passed"
        if passed > 0 { canvas.write(text, x: 1, y: y, as: .ok) }
        let first = passed > 0 ? y + 1 : y
        for (row, undecided) in scene.report.undecided.enumerated() where first + row <= last {
            let node = scene.history.nodes.count > 1 ? " (\(undecided.node.name))" : ""
            let text = "– \(undecided.rule)\(node): \(undecided.reason)"
            canvas.write(
                cells(of: text.utf8, columns: area.width - 2, as: .label, glyphs: canvas.glyphs),
                x: 2,
                y: first + row
            )
        }
    }

    private func drawDetail(
        _ list: RowList<Finding>,
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let finding = list.rows[list.selectedPlace(in: scene) ?? 0]
        canvas.fill("─", from: 1, upTo: area.width + 1, y: y, as: .border)
        canvas.write(" \(finding.title) (\(finding.rule)) ", x: 3, y: y, as: .title)
        let about = finding.about.map { [("about", [Part.value(escapedText($0, limit: 100))])] }
        let lines: [(String, [Part])] =
            (about ?? []) + [
                ("now", finding.evidenceParts),
                (
                    "since",
                    [
                        .value(
                            scene.clock(finding.since.wallMicroseconds) + ", "
                                + scene.age(of: finding)
                                + " ago"
                        )
                    ]
                ),
                ("rule", [.value(finding.condition)]),
                ("effect", [.value(finding.effect)]),
                ("try", [.value(finding.remedy)]),
            ]
        var row = y + 1
        for (name, parts) in lines where row <= area.height {
            canvas.write(name, x: 2, y: row, as: .label)
            guard parts.count == 1, let text = parts.first?.text else {
                canvas.write(parts, x: 10, y: row, before: area.width + 1)
                row += 1
                continue
            }
            for line in Self.wrapped(text, columns: area.width - 10) where row <= area.height {
                canvas.write(line, x: 10, y: row, as: .value)
                row += 1
            }
        }
    }

    /// The words in lines no longer than so many columns; they are our own, one column a letter.
    private static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            let longer = line.isEmpty ? String(word) : "\(line) \(word)"
            if longer.count <= columns || line.isEmpty {
                lines[lines.count - 1] = longer
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension Severity {
    /// The sign and word for it, and the role that colours them.
    var shown: (glyph: String, word: String, role: Role) {
        switch self {
        case .info: ("●", "INFO", .info)
        case .warning: ("▲", "WARN", .warning)
        case .critical: ("✖", "CRIT", .critical)
        }
    }
}

extension Finding {
    /// The numbers it goes by, on one line.
    var evidenceParts: [Part] {
        evidence.enumerated().flatMap { index, item -> [Part] in
            let separator = index == 0 || item.label == "±" ? "" : " · "
            return [
                .label(separator + (item.label == "±" ? " ±" : item.label + " ")),
                .value(item.unit.text(item.value)),
            ]
        }
    }
}

extension Scene {
    /// How long a finding has held, in its largest unit; `>1h` for what is older than memory.
    func age(of finding: Finding) -> String {
        guard let moment else { return Figures.unknown }
        let seconds = moment.elapsed(since: finding.since).seconds
        let isOlder = moment.beat - finding.since.beat >= Int64(MetricHistory.length)
        return (isOlder ? ">" : "") + Figures.briefSpan(max(0, seconds))
    }

    /// A finding as text that can be pasted into a report.
    func text(of finding: Finding) -> String {
        let about = finding.about.map { ": " + escapedText($0) } ?? ""
        let numbers = finding.evidence.map { item in
            let window = item.windowSeconds.map { " over \(Figures.span($0))" } ?? ""
            return "\(item.label) \(item.unit.text(item.value))\(window)"
        }
        return """
            \(finding.severity.name) \(finding.rule) on \(escapedText(finding.node.name.utf8)): \
            \(finding.title)\(about)
            since \(clock(finding.since.wallMicroseconds)), \(age(of: finding))
            now: \(numbers.joined(separator: ", "))
            rule: \(finding.condition)
            effect: \(finding.effect)
            try: \(finding.remedy)

            """
    }
}
