import CacheMetrics
import Painting

/// Who is connected to the node being shown: counts by kind, and the connections that weigh most.
struct ClientTable {
    /// The lines it needs to show every connection that is kept.
    static let fullHeight = 3 + 2 * ClientReport.mostOfEach

    func draw(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        guard area.height >= 2 else { return }
        let right = area.x + area.width
        canvas.fill("─", from: area.x, upTo: right, y: area.y, as: .border)
        canvas.write(" clients ", x: area.x + 2, y: area.y, as: .title)
        guard let (report, moment) = scene.node?.clients else {
            let why = scene.refusalSentence(of: "+client|list")
            canvas.write([.label(why)], x: area.x + 1, y: area.y + 1, before: right)
            return
        }
        let age = scene.moment.map { $0.elapsed(since: moment).seconds } ?? 0
        canvas.write(
            " \(Figures.briefSpan(max(0, age))) ago ",
            endingAt: right - 1,
            y: area.y,
            as: .muted
        )
        canvas.write(summary(of: report), x: area.x + 1, y: area.y + 1, before: right)
        guard !report.heaviest.isEmpty, area.height >= 4 else { return }
        let ends = ends(right: right, width: area.width)
        canvas.write("HEAVIEST", x: area.x + 1, y: area.y + 2, as: .muted)
        for (column, end) in ends {
            canvas.write(column, endingAt: end, y: area.y + 2, as: .muted)
        }
        for (line, client) in report.heaviest.prefix(area.height - 3).enumerated() {
            let y = area.y + 3 + line
            draw(client, x: area.x + 1, ends: ends, y: y, on: &canvas)
        }
    }

    private func summary(of report: ClientReport) -> [Part] {
        if let count = report.unlisted {
            let number = Figures.count(Double(count))
            return [.value(number), .label(" connections: too many to list without a stall")]
        }
        var parts: [Part] = []
        for kind in ClientKind.allCases where report[kind].count > 0 || kind == .normal {
            let group = report[kind]
            parts.append(.label(parts.isEmpty ? "" : "  "))
            parts.append(.label("\(kind.word) "))
            parts.append(.value(Figures.count(Double(group.count))))
            let states = [("blocked", group.blocked), ("silent for 5m", group.idle)]
                .filter { $0.1 > 0 }.map { "\($0.0) \(Figures.count(Double($0.1)))" }
            if !states.isEmpty { parts.append(.label(" (" + states.joined(separator: ", ") + ")")) }
            if group.outputBytes > 0 {
                parts.append(.label(" waiting "))
                parts.append(.value(Figures.bytes(Double(group.outputBytes))))
            }
        }
        return parts + [.label("  hitscope \(Figures.count(Double(report.watchers)))")]
    }

    /// The columns and where they end, as many as there is room for.
    private func ends(right: Int, width: Int) -> [(column: String, end: Int)] {
        var columns = ["OUTPUT", "MEMORY", "IDLE", "COMMAND"]
        if width >= 66 { columns.insert("AGE", at: 2) }
        if width >= 100 { columns += ["CHANNELS", "LIBRARY"] }
        var ends: [(String, Int)] = []
        var end = right
        for column in columns.reversed() {
            ends.append((column, end))
            end -= Self.width(of: column)
        }
        return ends.reversed()
    }

    private static func width(of column: String) -> Int {
        switch column {
        case "COMMAND", "LIBRARY": 18
        case "CHANNELS": 10
        default: 8
        }
    }

    private func draw(
        _ client: Client,
        x: Int,
        ends: [(column: String, end: Int)],
        y: Int,
        on canvas: inout Canvas
    ) {
        let first = ends.first.map { $0.end - Self.width(of: $0.column) } ?? x
        canvas.write(
            cells(
                of: client.name.isEmpty ? client.address : client.name,
                columns: max(4, first - x),
                as: .text,
                glyphs: canvas.glyphs,
                cut: .middle
            ),
            x: x,
            y: y
        )
        func number(_ value: UInt64?) -> Double? { value.map { Double($0) } }
        for (column, end) in ends {
            let text =
                switch column {
                case "OUTPUT": Figures.bytes(number(client.outputBytes))
                case "MEMORY": Figures.bytes(number(client.memoryBytes))
                case "AGE": Figures.briefSpan(number(client.ageSeconds))
                case "IDLE": Figures.briefSpan(number(client.idleSeconds))
                case "CHANNELS":
                    Figures.count(
                        number(client.channels.map { $0 &+ (client.channelPatterns ?? 0) })
                    )
                default: ""
                }
            canvas.write(text, endingAt: end, y: y, as: .value)
            guard column == "COMMAND" || column == "LIBRARY" else { continue }
            let word = column == "COMMAND" ? client.command : client.library
            let room = Self.width(of: column) - 2
            let shown = cells(of: word, columns: room, as: .muted, glyphs: canvas.glyphs)
            canvas.write(shown, x: end - shown.count, y: y)
        }
    }
}

extension ClientKind {
    /// The kind in a word.
    fileprivate var word: String {
        switch self {
        case .normal: "normal"
        case .subscriber: "subscribers"
        case .replica: "replicas"
        case .primary: "primary"
        case .monitor: "monitors"
        }
    }
}
