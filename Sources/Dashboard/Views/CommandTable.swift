import CacheMetrics
import Painting

/// What each command did in the last interval, the busiest first.
struct CommandTable {
    /// Whether there is room for errors.
    var showsErrors = false

    static let sortColumns = ["%TIME", "CALLS/S", "USEC", "COMMAND"]

    /// The commands in the order chosen, those that pass the filter; our own come last, as one row.
    static func list(_ scene: Scene) -> RowList<CommandActivity> {
        var rows = scene.interval?.busiest ?? []
        let sorting = scene.view.sorting[5] ?? .init()
        switch sorting.column {
        case 1: rows.sort { $0.callsPerSecond > $1.callsPerSecond }
        case 2: rows.sort { ($0.microsecondsPerCall ?? 0) > ($1.microsecondsPerCall ?? 0) }
        case 3: rows.sort { $0.name.lexicographicallyPrecedes($1.name) }
        default: break
        }
        let own = [scene.interval?.ownActivity].compactMap(\.self)
        return RowList(
            (sorting.isReversed ? rows.reversed() : rows) + own,
            of: 5,
            in: scene,
            named: \.name
        )
    }

    func draw(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        let list = Self.list(scene)
        let right = area.x + area.width
        let trace = area.width >= 44 ? 6 : 0
        let ends = ends(right: right - (trace > 0 ? trace + 1 : 0), width: area.width)
        let sorting = scene.view.sorting[5] ?? .init()
        let sorted = Self.sortColumns[sorting.column]
        let nameMark = sorted == "COMMAND" ? sorting.mark(startsWithLargest: false) : ""
        canvas.write("COMMAND" + nameMark, x: area.x + 2, y: area.y, as: .muted)
        for (column, end) in ends {
            let mark = sorted == column ? sorting.mark() : ""
            canvas.write(column + mark, endingAt: end, y: area.y, as: .muted)
        }
        if trace > 0 { canvas.write("60s", endingAt: right, y: area.y, as: .muted) }
        guard !list.rows.isEmpty else {
            canvas.write(
                scene.interval == nil ? "collecting…" : "no command ran",
                x: area.x + 2,
                y: area.y + 1,
                as: .muted
            )
            return
        }
        let busy = list.rows.reduce(0) { $0 + $1.busyShare }
        for (line, (place, row)) in list.visible(area.height - 1, in: scene).enumerated() {
            let y = area.y + 1 + line
            draw(row, busy: busy, scene, x: area.x + 2, ends: ends, y: y, on: &canvas)
            if trace > 0 {
                drawTrace(row, scene, x: right - trace, y: y, width: trace, on: &canvas)
            }
            list.highlight(place, x: area.x, y: y, width: area.width, scene, on: &canvas)
        }
    }

    /// The columns and where they end, as many as there is room for.
    private func ends(right: Int, width: Int) -> [(column: String, end: Int)] {
        var columns = ["CALLS/S", "%TIME", "USEC"]
        if width >= 54 { columns.append("p99") }
        if showsErrors, width >= 66 { columns.append("ERR/S") }
        var ends: [(String, Int)] = []
        var end = right
        for column in columns.reversed() {
            ends.append((column, end))
            end -= column == "CALLS/S" ? 10 : 8
        }
        return ends.reversed()
    }

    private func draw(
        _ row: CommandActivity,
        busy: Double,
        _ scene: Scene,
        x: Int,
        ends: [(column: String, end: Int)],
        y: Int,
        on canvas: inout Canvas
    ) {
        let room = (ends.first?.end ?? 0) - 9 - x
        let isOwn = row.name == Interval.ownName
        let name = isOwn ? row.name : row.name.uppercased
        canvas.write(
            cells(
                of: name,
                columns: max(4, room),
                as: isOwn ? .muted : .text,
                glyphs: canvas.glyphs
            ),
            x: x,
            y: y
        )
        for (column, end) in ends {
            let (text, role): (String, Role) =
                switch column {
                case "CALLS/S": (Figures.count(row.callsPerSecond), .value)
                case "%TIME": (Figures.percent(busy > 0 ? row.busyShare / busy : nil), .value)
                case "USEC": (Figures.fixed(row.microsecondsPerCall ?? 0, decimals: 1), .value)
                case "p99": (p99(of: row, scene), .value)
                default:
                    (
                        Figures.count(row.errorsPerSecond),
                        (row.errorsPerSecond ?? 0) > 0 ? .warning : .value
                    )
                }
            canvas.write(text, endingAt: end, y: y, as: role)
        }
    }

    private func p99(of row: CommandActivity, _ scene: Scene) -> String {
        guard let bound = scene.interval?.latency(of: row.name)?.quantile(0.99) else {
            return Figures.unknown
        }
        return "≤" + Figures.seconds(Double(bound) / 1e6)
    }

    private func drawTrace(
        _ row: CommandActivity,
        _ scene: Scene,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        guard let node = scene.node else { return }
        let values = node.commands.values(of: row.name, last: 60, endingAt: node.moment.beat)
        canvas.drawSparkline(values.highest(ofGroups: width), x: x, y: y, as: .accent)
    }
}

extension [UInt8] {
    /// ASCII letters in capitals, as commands are written.
    fileprivate var uppercased: [UInt8] {
        map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 }
    }
}
