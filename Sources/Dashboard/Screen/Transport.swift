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
        var x = canvas.write(" \(first) ", x: 0, y: y, as: .muted)
        let mended = status.mended > 0 ? " \(status.mended) mended" : ""
        let tail = " \(last)\(ticks)\(damage)\(mended) "
        let width = canvas.width - x - tail.count
        guard width >= 8 else { return }
        canvas.write("├", x: x, y: y, as: .axis)
        canvas.fill("─", from: x + 1, upTo: x + width - 1, y: y, as: .axis)
        canvas.write("┤", x: x + width - 1, y: y, as: .axis)
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
}
