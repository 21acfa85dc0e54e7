import CacheHealth
import CacheMetrics
import Painting

extension Screen {
    /// The smallest picture: the most important word first, as far as there is room.
    static func drawTicker(_ scene: Scene, on canvas: inout Canvas) {
        let worst = scene.report.worst
        let glyph =
            scene.isOutdated ? "○" : worst?.shown.glyph ?? (scene.report.score == nil ? "–" : "✔")
        let role = scene.isOutdated ? Role.disconnected : scoreRole(scene.report)
        let score = scene.report.score.map { "\($0)" } ?? ""
        var x = canvas.write(glyph + score, x: 0, y: 0, as: role, overlay: .bold)
        let name = scene.node?.outage?.cause.words ?? scene.node?.node.name ?? scene.setting.target
        x = canvas.write(
            cells(of: name.utf8, columns: canvas.width - x - 1, as: .text, glyphs: canvas.glyphs),
            x: x + 1,
            y: 0
        )
        let memory =
            scene.maxmemory == nil ? scene.text(.usedMemory) : scene.text(.evictionLevel)
        let evicted = scene.value(.evicted) ?? 0
        let rows: [[Part]] = [
            [.label("mem "), .value(memory)],
            [.label("evict "), .value(scene.text(.evicted), evicted > 0 ? .warning : .value)],
            [
                .label("hit "), .value(scene.text(.hitRatio)), .label(" ops "),
                .value(scene.text(.clientCommands)),
            ],
            [
                .label("p99 "), .value(scene.bound(.latencyP99)), .label("  "),
                .label(scene.moment.map { scene.clock($0.wallMicroseconds) } ?? ""),
            ],
        ]
        for (row, parts) in rows.enumerated() {
            canvas.write(parts, x: 0, y: 1 + row, before: canvas.width)
        }
        dim(scene, y: 1, height: canvas.height - 1, on: &canvas)
    }
}
