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
                drawTrace(
                    of: metric,
                    scene,
                    x: start,
                    y: 2 + row,
                    width: canvas.width - 1 - start,
                    on: &canvas
                )
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

        init(
            _ label: String,
            _ text: String,
            _ role: Role = .value,
            trace metric: Metric? = nil,
            glyphs: GlyphSet
        ) {
            self.init(label, [Cell](text, role, glyphs: glyphs), trace: metric)
        }

        init(_ label: String, _ cells: [Cell], trace metric: Metric? = nil) {
            self.label = label
            value = cells
            self.metric = metric
        }
    }

    private static func compactLines(_ scene: Scene, width: Int) -> [Line] {
        metricLines(scene) + nameLines(scene, width: width) + placeLines(scene)
    }

    private static func metricLines(_ scene: Scene) -> [Line] {
        let memory =
            scene.maxmemory == nil ? scene.text(.usedMemory) : scene.text(.evictionLevel)
        let glyphs = scene.setting.glyphs
        return [
            Line("mem", memory, trace: .usedMemory, glyphs: glyphs),
            Line("ops", scene.text(.clientCommands), trace: .clientCommands, glyphs: glyphs),
            Line("hit", scene.text(.hitRatio), trace: .hitRatio, glyphs: glyphs),
            Line("evict", scene.text(.evicted), trace: .evicted, glyphs: glyphs),
            Line("p99", scene.bound(.latencyP99), trace: .latencyP99, glyphs: glyphs),
        ]
    }

    /// The hottest key and the first of the first board, cut so that their figures still fit.
    private static func nameLines(_ scene: Scene, width: Int) -> [Line] {
        let (glyphs, sample) = (scene.setting.glyphs, scene.interval?.later.sample)
        let key = scene.node?.hotRates.hottest.first.map {
            ($0.name.identity, scene.shareText(of: $0) + "%")
        }
        let row = sample?.boards?.first { !$0.rows.isEmpty }?.rows.first
        let top = row.map { ($0.member, Figures.count($0.score)) }
        return [("hot", key), ("top", top)].compactMap { label, named -> Line? in
            guard let (name, figure) = named else { return nil }
            let room = max(8, width - 9 - figure.unicodeScalars.count)
            let shown = nameCells(of: name, columns: room, glyphs: glyphs)
            return Line(label, shown + [Cell](" " + figure, .value, glyphs: glyphs))
        }
    }

    private static func placeLines(_ scene: Scene) -> [Line] {
        let nodes = scene.history.nodes
        let up = nodes.count { $0.outage == nil }
        let clients = "\(scene.text(.clients))  blocked \(scene.text(.blockedClients))"
        let glyphs = scene.setting.glyphs
        return [
            Line("nodes", "\(up)/\(nodes.count) up  rtt \(scene.text(.roundTrip))", glyphs: glyphs),
            Line("clnt", clients, glyphs: glyphs),
        ]
    }
}
