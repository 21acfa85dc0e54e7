import CacheMetrics
import Painting

/// The busiest hash slots of a cluster's node: those whose keys one would have to spread.
struct SlotList {
    private let report: SlotReport?
    /// Slots shown.
    private static let most = 4

    /// The slots of a scene; none on a server that does not count by slot.
    init(_ scene: Scene) { report = scene.interval?.later.survey?.slots }

    /// Lines it takes, the heading included; none without slots.
    var height: Int {
        report.map { $0.busiest.isEmpty ? 0 : 1 + min(Self.most, $0.busiest.count) } ?? 0
    }

    /// Draws a heading and as many slots as there is room for.
    func draw(x: Int, y: Int, width: Int, height: Int, on canvas: inout Canvas) {
        guard height > 1, let report else { return }
        let counts = report.microsecondsPerSecond != nil
        canvas.write(counts ? "BUSIEST SLOTS" : "FULLEST SLOTS", x: x, y: y, as: .title)
        let note =
            counts
            ? "by CPU time of the last half minute, of \(report.slots) slots"
            : "of \(report.slots): the server counts no CPU time (cluster-slot-stats-enabled)"
        canvas.write(
            cells(of: note.utf8, columns: width - 15, as: .muted, glyphs: canvas.glyphs),
            x: x + 14,
            y: y
        )
        for (line, use) in report.busiest.prefix(height - 1).enumerated() {
            draw(use, report, x: x, y: y + 1 + line, width: width, on: &canvas)
        }
    }

    private func draw(
        _ use: SlotUse,
        _ report: SlotReport,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        let bytes = use.bytesOutPerSecond.map { Double($0) + Double(use.bytesInPerSecond ?? 0) }
        let core = use.microsecondsPerSecond.map { Double($0) / 1e6 }
        let parts: [Part] = [
            .value("\(use.slot)".padding(to: 7)), .label("share "),
            .value(Figures.percent(report.share(of: use)).padding(to: 8)), .label("core "),
            .value(Figures.percent(core).padding(to: 8)), .label("net "),
            .value((Figures.bytes(bytes) + "/s").padding(to: 10)), .label("keys "),
            .value(Figures.count(Double(use.keys))),
        ]
        canvas.write(parts, x: x, y: y, before: x + width)
    }
}

extension String {
    /// The text with blanks behind it, so that what follows stands still.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
