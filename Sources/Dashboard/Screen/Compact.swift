import CacheMetrics
import Painting

extension Screen {
    /// The overview of a small window: one line for each subject.
    static func drawCompact(_ scene: Scene, on canvas: inout Canvas) {
        drawHeader(scene, on: &canvas)
        drawVerdict(scene, rows: 1, on: &canvas)
        let foot = footRows(scene)
        let lines = compactLines(scene, width: canvas.width)
        for (row, line) in lines.enumerated() where 2 + row < canvas.height - foot {
            canvas.write(line.label, x: 1, y: 2 + row, as: .label)
            let x = canvas.write(line.value, x: 7, y: 2 + row)
            if let metric = line.metric {
                let start = max(20, x + 1)
                drawTrace(of: metric, scene, x: start, y: 2 + row, width: canvas.width - 1 - start, on: &canvas)
            }
        }
        dim(scene, y: 2, height: canvas.height - foot - 2, on: &canvas)
        drawFoot(scene, rows: foot, on: &canvas)
    }

    /// A subject in one line.
    private struct Line {
        let label: String
        let value: [Cell]
        var metric: Metric?

        init(_ label: String, _ text: String, _ role: Role = .value, trace metric: Metric? = nil, glyphs: GlyphSet) {
            self.init(label, [Cell](text, role, glyphs: glyphs), trace: metric)
        }

        init(_ label: String, _ cells: [Cell], trace metric: Metric? = nil) {
            self.label = label
            value = cells
            self.metric = metric
        }
    }

    private static func compactLines(_ scene: Scene, width: Int) -> [Line] {
        let glyphs = scene.setting.glyphs
        let memory = scene.value(.maxmemory) == nil ? scene.text(.usedMemory) : scene.text(.evictionLevel)
        var lines = [
            Line("mem", memory, trace: .usedMemory, glyphs: glyphs),
            Line("ops", scene.text(.commands), trace: .commands, glyphs: glyphs),
            Line("hit", scene.text(.hitRatio), trace: .hitRatio, glyphs: glyphs),
            Line("evict", scene.text(.evicted), trace: .evicted, glyphs: glyphs),
            Line("p99", scene.bound(.latencyP99), trace: .latencyP99, glyphs: glyphs),
        ]
        if let key = scene.interval?.later.sample.survey?.hottestByRate.first {
            let name = cells(of: key.key, columns: max(8, width - 18), as: .text, glyphs: glyphs, cut: .middle)
            lines.append(Line("hot", name + [Cell](" \(scene.shareText(of: key))%", .value, glyphs: glyphs)))
        }
        if let row = scene.interval?.later.sample.boards?.first(where: { !$0.rows.isEmpty })?.rows.first {
            let name = cells(of: row.member, columns: max(8, width - 20), as: .text, glyphs: glyphs, cut: .middle)
            lines.append(Line("top", name + [Cell](" " + Figures.count(row.score), .value, glyphs: glyphs)))
        }
        let up = scene.history.nodes.count { $0.outage == nil }
        lines.append(Line("nodes", "\(up)/\(scene.history.nodes.count) up  rtt \(scene.text(.roundTrip))", glyphs: glyphs))
        lines.append(
            Line("clnt", "\(scene.text(.clients))  blocked \(scene.text(.blockedClients))", glyphs: glyphs)
        )
        return lines
    }
}
