import CacheMetrics
package import Painting

/// How much is asked of the server and how long it takes.
package struct OperationsPane: Pane {
    package let title = "Ops & latency"

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] { [] }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        var note: [Part] = scene.interval == nil ? [] : [.value(scene.text(.clientCommands))]
        if let ours = scene.value(.observerCommands), ours >= 1 {
            note.append(.label(" + \(Figures.count(ours)) ours"))
        }
        let area = scene.frame(
            title,
            digit: 5,
            note: note.cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        drawFigures(scene, in: area, on: &canvas)
        let foot = form == .zoomed ? max(8, area.height / 2) : 1
        drawGraphs(scene, in: area, rows: area.height - 1 - foot, on: &canvas)
        switch form {
        case .overview: drawSlowLine(scene, y: area.height, in: area, on: &canvas)
        case .zoomed: drawZoomed(scene, y: area.height - foot + 1, in: area, on: &canvas)
        }
    }

    private func drawFigures(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        guard scene.interval?.later.sample.latencies != nil || scene.interval == nil else {
            let why = scene.refusalSentence(of: "+latency|histogram")
            canvas.write(
                [.label(" p50 – p99 – "), .label(why)],
                x: 1,
                y: 1,
                before: area.width + 1
            )
            return
        }
        canvas.write(
            [
                .label(" p50 "), .value(scene.bound(.latencyP50)), .label(" p99 "),
                .value(scene.bound(.latencyP99)), .label(" p999 "),
                .value(scene.bound(.latencyP999)),
            ],
            x: 1,
            y: 1,
            before: area.width + 1
        )
    }

    private func drawGraphs(_ scene: Scene, in area: Rectangle, rows: Int, on canvas: inout Canvas)
    {
        let upper = rows >= 8 ? (rows - 1) / 2 : rows
        var traffic = MetricGraph(metric: .clientCommands, gradient: .operations)
        traffic.leastTop = 10
        traffic.draw(
            scene,
            in: Rectangle(x: 1, y: 2, width: area.width, height: upper),
            on: &canvas
        )
        guard rows >= 8 else { return }
        canvas.write("p99, at most", x: 3, y: 2 + upper, as: .label)
        var latency = MetricGraph(metric: .latencyP99, gradient: .latency)
        latency.leastTop = 0.0001
        latency.scaleWidth = 7
        latency.showsTime = true
        let lower = Rectangle(x: 1, y: 3 + upper, width: area.width, height: rows - upper - 1)
        latency.draw(scene, in: lower, on: &canvas)
    }

    private func drawSlowLine(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        let perMinute = scene.node.flatMap { node -> Double? in
            let minute = Int64((60 / node.secondsPerBeat).rounded())
            let slow = node.metrics.sum(of: .slowCommands, since: node.moment.beat - minute + 1)
            return node.current(.slowCommands) != nil
                ? (slow.sum * node.secondsPerBeat).rounded() : nil
        }
        var x = canvas.write(
            [.label(" slow log "), .value(Figures.count(perMinute)), .label("/min")],
            x: 1,
            y: y,
            before: area.width
        )
        guard
            let slowest = scene.interval?.later.slowLog?.max(by: {
                $0.microseconds < $1.microseconds
            })
        else { return }
        x = canvas.write(
            [
                .label("  slowest "),
                .value(Figures.seconds(Double(slowest.microseconds) / 1e6) + " "),
            ],
            x: x,
            y: y,
            before: area.width
        )
        canvas.write(
            cells(
                of: slowest.command,
                columns: area.width + 1 - x,
                as: .value,
                glyphs: canvas.glyphs
            ),
            x: x,
            y: y
        )
    }
}

// Zoomed: commands, the distribution and the slow log.
extension OperationsPane {
    private func drawZoomed(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        let rows = area.height - y + 1
        let slowRows = min(5, max(0, rows / 3))
        let distribution = area.width >= 100 ? 34 : 0
        let table = Rectangle(x: 1, y: y, width: area.width - distribution, height: rows - slowRows)
        CommandTable(showsErrors: true).draw(scene, in: table, on: &canvas)
        if distribution > 0 {
            drawDistribution(
                scene,
                x: area.width - distribution + 2,
                y: y,
                rows: rows - slowRows,
                on: &canvas
            )
        }
        drawSlowLog(scene, y: y + rows - slowRows, rows: slowRows, in: area, on: &canvas)
    }

    private func drawDistribution(
        _ scene: Scene,
        x: Int,
        y: Int,
        rows: Int,
        on canvas: inout Canvas
    ) {
        canvas.write("DISTRIBUTION, last interval", x: x, y: y, as: .title)
        guard let histogram = scene.interval?.latency else {
            let isKnown = scene.interval?.later.sample.latencies != nil
            let reason = isKnown ? "no calls" : scene.refusalSentence(of: "+latency|histogram")
            canvas.write(reason, x: x, y: y + 1, as: .muted)
            return
        }
        let buckets = histogram.buckets.filter { $0.count > 0 }
        for (row, bucket) in buckets.suffix(max(0, rows - 1)).enumerated() {
            let share = Double(bucket.count) / Double(histogram.total)
            canvas.write(
                "≤" + Figures.seconds(Double(bucket.bound) / 1e6),
                endingAt: x + 8,
                y: y + 1 + row,
                as: .label
            )
            canvas.drawMeter(share, x: x + 9, y: y + 1 + row, width: 15, in: .latency)
            canvas.write(Figures.percent(share), endingAt: x + 31, y: y + 1 + row, as: .value)
        }
    }

    private func drawSlowLog(
        _ scene: Scene,
        y: Int,
        rows: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard rows > 1 else { return }
        canvas.write("SLOW LOG", x: 2, y: y, as: .title)
        guard let entries = scene.interval?.later.slowLog else {
            canvas.write(scene.refusalSentence(of: "+slowlog|get"), x: 12, y: y, as: .muted)
            return
        }
        if entries.isEmpty { canvas.write("empty", x: 12, y: y, as: .muted) }
        for (row, entry) in entries.prefix(rows - 1).enumerated() {
            draw(entry, scene, y: y + 1 + row, in: area, on: &canvas)
        }
    }

    private func draw(
        _ entry: SlowCommand,
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        canvas.write(scene.clock(entry.serverSeconds &* 1_000_000), x: 2, y: y, as: .muted)
        canvas.write(
            Figures.seconds(Double(entry.microseconds) / 1e6),
            endingAt: 19,
            y: y,
            as: .value
        )
        var x = canvas.write(
            cells(of: entry.command, columns: 20, as: .value, glyphs: canvas.glyphs),
            x: 21,
            y: y
        )
        let rest = entry.wordCount - (entry.key == nil ? 1 : 2)
        if let key = entry.key {
            x = canvas.write(
                cells(
                    of: key,
                    columns: max(8, area.width / 3),
                    as: .text,
                    glyphs: canvas.glyphs,
                    cut: .middle
                ),
                x: x + 1,
                y: y
            )
        }
        if rest > 0 { x = canvas.write(" +\(rest) more", x: x, y: y, as: .muted) }
        let client = cells(of: entry.client, columns: 24, as: .muted, glyphs: canvas.glyphs)
        if x + client.count + 2 < area.width {
            canvas.write(client, x: area.width - client.count, y: y)
        }
    }
}

extension Scene {
    /// A latency bound as text: the server's buckets double in width, so it is "at most" that.
    func bound(_ metric: Metric) -> String {
        value(metric) == nil ? Figures.unknown : "≤" + text(metric)
    }

    /// Why something cannot be shown, from the refusal of the command it needs.
    func refusalSentence(of rule: String) -> String {
        interval?.later.refusals.first { $0.accessRule == rule }?.sentence ?? "collecting…"
    }
}
