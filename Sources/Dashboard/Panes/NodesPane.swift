import CacheMetrics
package import Painting

/// The nodes being watched: which there are, how each is and which one the other panes show.
package struct NodesPane: Pane {
    package let title = "Nodes"
    package let showsNodeData = false

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] { list(scene).names }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let list = list(scene)
        let up = scene.history.nodes.count { $0.outage == nil }
        let role: Role = up == scene.history.nodes.count ? .ok : .critical
        let note = [Cell]("\(up)/\(scene.history.nodes.count) up", role)
        let area = scene.frame(
            title,
            digit: PaneCatalog.nodesDigit,
            note: note,
            footnote: list.filterNote(scene).cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        let columns = columns(width: area.width)
        drawHeading(columns, in: area, on: &canvas)
        let detailRows = form == .zoomed ? min(9, max(0, area.height - 6)) : 0
        // Connections get what the nodes leave, of which there are mostly few.
        let spare = area.height - 1 - detailRows - min(list.rows.count, 6)
        let clientRows = detailRows > 0 ? max(0, min(ClientTable.fullHeight, spare)) : 0
        let listRows = area.height - 1 - detailRows - clientRows
        for (line, (place, node)) in list.visible(listRows, in: scene)
            .enumerated()
        {
            draw(node, columns, y: 2 + line, in: area, on: &canvas)
            list.highlight(place, x: 1, y: 2 + line, width: area.width, scene, on: &canvas)
        }
        let clients = Rectangle(x: 1, y: 2 + listRows, width: area.width, height: clientRows)
        ClientTable().draw(scene, in: clients, on: &canvas)
        if detailRows >= 5 {
            drawDetail(scene, y: area.height - detailRows + 1, in: area, on: &canvas)
        }
    }

    private func list(_ scene: Scene) -> RowList<NodeHistory> {
        RowList(scene.history.nodes, of: PaneCatalog.nodesDigit, in: scene) {
            Array($0.node.name.utf8)
        }
    }

    /// The columns that fit, with their widths, from the right.
    private func columns(width: Int) -> [(name: String, width: Int)] {
        var columns = [("ROLE", 8), ("MEM%", 6), ("OPS/S", 8)]
        if width >= 60 { columns += [("HIT%", 8), ("EVICT/S", 9), ("CLIENTS", 9), ("RTT", 8)] }
        return columns
    }

    private func drawHeading(
        _ columns: [(name: String, width: Int)],
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        canvas.write("NODE", x: 3, y: 1, as: .muted)
        var right = area.width + 1
        for (name, width) in columns.reversed() {
            canvas.write(name, endingAt: right, y: 1, as: .muted)
            right -= width
        }
    }

    private func draw(
        _ node: NodeHistory,
        _ columns: [(name: String, width: Int)],
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let isUp = node.outage == nil
        let state = node.outage?.cause.words ?? ""
        let room =
            area.width - 4
            - (isUp ? columns.reduce(0) { $0 + $1.width } - 1 : state.unicodeScalars.count)
        canvas.write(isUp ? "●" : "○", x: 2, y: y, as: isUp ? .ok : .critical)
        canvas.write(
            cells(
                of: node.node.name.utf8,
                columns: max(4, room),
                as: .text,
                glyphs: canvas.glyphs,
                cut: .middle
            ),
            x: 4,
            y: y
        )
        guard isUp else {
            canvas.write(state, endingAt: area.width + 1, y: y, as: .critical)
            return
        }
        var right = area.width + 1
        for (name, width) in columns.reversed() {
            canvas.write(text(name, of: node), endingAt: right, y: y, as: .value)
            right -= width
        }
    }

    private func text(_ column: String, of node: NodeHistory) -> String {
        func figure(_ metric: Metric) -> Double? { node.current(metric) }
        switch column {
        case "ROLE": return node.roleName
        case "MEM%": return Figures.wholePercent(figure(.evictionLevel))
        case "OPS/S": return Figures.count(figure(.clientCommands))
        case "HIT%": return Figures.percent(figure(.hitRatio))
        case "EVICT/S": return Figures.count(figure(.evicted))
        case "CLIENTS": return Figures.count(figure(.clients))
        default: return Figures.seconds(figure(.roundTrip))
        }
    }

    private func drawDetail(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        canvas.fill("─", from: 1, upTo: area.width + 1, y: y, as: .border)
        canvas.write(" replication and events ", x: 3, y: y, as: .title)
        let info = scene.interval?.info
        canvas.write(
            [
                .label("replicas "),
                .value(Figures.count(info?[.connectedReplicas].map { Double($0) })),
                .label("   main thread "), .value(scene.text(.mainThread)),
                .label("   connections "), .value(scene.text(.connections)),
                .label("   refused "), .value(scene.text(.rejectedConnections)),
            ],
            x: 2,
            y: y + 1,
            before: area.width
        )
        for (row, mark) in (scene.node?.marks ?? []).suffix(6).reversed().enumerated() {
            guard y + 2 + row <= area.height else { return }
            canvas.write(
                scene.clock(mark.moment.wallMicroseconds),
                x: 2,
                y: y + 2 + row,
                as: .muted
            )
            canvas.write("\(mark.letter)  \(mark.words)", x: 12, y: y + 2 + row, as: .text)
        }
    }
}

extension NodeHistory {
    /// What the node does, in the words of the screen.
    var roleName: String {
        switch interval?.info[.role].map({ String(decoding: $0, as: UTF8.self) }) {
        case "master": "primary"
        case "slave": "replica"
        default: Figures.unknown
        }
    }
}

extension Mark {
    /// What happened, in words.
    fileprivate var words: String {
        let after = aftermath.map { ", then \($0.words)" } ?? ""
        switch kind {
        case .outage: return "server away" + after
        case .discontinuity(let discontinuity): return discontinuity.words
        }
    }
}

extension Discontinuity {
    fileprivate var words: String {
        switch self {
        case .restart: "restarted: counters began again"
        case .failover: "another server answers, or it changed its role"
        case .countersReset: "CONFIG RESETSTAT: counters began again"
        }
    }
}
