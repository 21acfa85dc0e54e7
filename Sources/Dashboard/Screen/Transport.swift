import CacheMetrics
import Painting

extension Screen {
    /// The line of time of a recording: where it begins and ends, what happened, where one is.
    static func drawTransport(
        _ status: PlaybackStatus,
        _ scene: Scene,
        y: Int,
        on canvas: inout Canvas
    ) {
        canvas.fill(" ", from: 0, upTo: canvas.width, y: y, as: .replay)
        let first = scene.clock(status.wallRange.lowerBound)
        let last = scene.clock(status.wallRange.upperBound)
        let ticks = " \(status.tick + 1)/\(status.count)"
        let damage = status.damages > 0 ? " \(status.damages) damaged" : ""
        let (metric, label) = chosenMetric(scene.view.focus)
        let levels = status.levels[metric.name] ?? []
        let name = levels.isEmpty || canvas.width < 100 ? "" : "\(label) "
        var x = canvas.write(" \(name)\(first) ", x: 0, y: y, as: .muted)
        let mended = status.mended > 0 ? " \(status.mended) mended" : ""
        let tail = " \(last)\(ticks)\(damage)\(mended) "
        let width = canvas.width - x - tail.count
        guard width >= 8 else { return }
        canvas.write("├", x: x, y: y, as: .axis)
        canvas.fill("─", from: x + 1, upTo: x + width - 1, y: y, as: .axis)
        canvas.write("┤", x: x + width - 1, y: y, as: .axis)
        drawLevels(levels, x: x + 1, width: width - 2, y: y, on: &canvas)
        func column(_ share: Double) -> Int {
            x + 1 + Int(max(0, min(1, share)) * Double(width - 3))
        }
        for event in status.events { canvas.write("▲", x: column(event), y: y, as: .warning) }
        for mark in status.marks { canvas.write("M", x: column(mark), y: y, as: .accent) }
        for (end, glyph) in zip(status.loop, ["[", "]"]) {
            canvas.write(glyph, x: column(end), y: y, as: .replay, overlay: .bold)
        }
        let place = status.count > 1 ? Double(status.tick) / Double(status.count - 1) : 0
        canvas.write(
            status.isPlaying ? "●" : "┃",
            x: column(place),
            y: y,
            as: .replay,
            overlay: .bold
        )
        x += width
        canvas.write(tail, x: x, y: y, as: .muted)
    }

    /// The metric that the line of time shows: the one that the pane with the keys is about.
    private static func chosenMetric(_ focus: Int) -> (metric: Metric, label: String) {
        switch focus {
        case 1: (.usedMemory, "memory")
        case 4: (.evicted, "evicted")
        case 5: (.latencyP99, "p99")
        case 6: (.misses, "misses")
        default: (.clientCommands, "commands")
        }
    }

    /// How high a metric was: bars on the axis, nothing where it was 0 or is not known.
    private static func drawLevels(
        _ levels: [Double?],
        x: Int,
        width: Int,
        y: Int,
        on canvas: inout Canvas
    ) {
        let highest = levels.compactMap(\.self).max() ?? 0
        guard highest > 0, width > 0 else { return }
        for column in 0..<width {
            let from = column * levels.count / width
            let upTo = max(from + 1, (column + 1) * levels.count / width)
            let level = levels[from..<min(upTo, levels.count)].compactMap(\.self).max() ?? 0
            let step = Int((level / highest * 7).rounded())
            guard level > 0 else { continue }
            canvas.write(bars[max(0, min(7, step))], x: x + column, y: y, as: .axis)
        }
    }

    private static let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
