import CacheMetrics
package import Painting

/// How full memory is, by the figure the server evicts on, and where it goes.
package struct MemoryPane: Pane {
    package let title = "Memory"

    package init() {}

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let list = form == .zoomed ? PatternList(scene) : nil
        let filter = list?.filterNote(scene) ?? []
        let area = scene.frame(
            title,
            digit: 1,
            note: note(scene, canvas),
            footnote: filter.cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        drawUsage(scene, in: area, on: &canvas)
        switch form {
        case .overview:
            let footRows = area.height >= 11 ? 2 : 0
            let graph = Rectangle(
                x: 1,
                y: 3,
                width: area.width,
                height: area.height - 2 - footRows
            )
            drawGraph(scene, in: graph, on: &canvas)
            guard footRows > 0 else { return }
            drawGrowth(scene, y: area.height - 1, in: area, on: &canvas)
            drawBiggestPattern(scene, y: area.height, in: area, on: &canvas)
        case .zoomed:
            drawZoomed(scene, list, in: area, on: &canvas)
        }
    }

    private func note(_ scene: Scene, _ canvas: Canvas) -> [Cell] {
        guard scene.interval != nil else { return [] }
        guard scene.maxmemory != nil else { return [Cell]("no maxmemory", .muted) }
        let level = scene.value(.evictionLevel)
        var parts = [Part.value(Figures.percent(level), Self.role(level))]
        if canvas.width >= 50 { parts.append(.label(" of " + scene.limitText)) }
        return parts.cells(canvas.glyphs)
    }

    private static func role(_ level: Double?) -> Role {
        guard let level else { return .value }
        return level > 0.95 ? .critical : level > 0.85 ? .warning : .value
    }

    private func drawUsage(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        let used = scene.text(.usedMemory)
        var x = canvas.write([.label(" used "), .value(used)], x: 1, y: 1, before: area.width)
        let limit = scene.limitText
        let room = area.width - x - limit.count - 2
        if room >= 6 {
            canvas.drawMeter(scene.value(.evictionLevel), x: x + 1, y: 1, width: room, in: .memory)
            x += room + 2
        }
        canvas.write(limit, endingAt: area.width, y: 1, as: .value)
        let peak: [Part] =
            area.width >= 50 ? [.label("  peak "), .value(scene.text(.usedMemoryPeak))] : []
        let parts: [Part] =
            [.label(" rss "), .value(scene.text(.usedMemoryRSS))] + peak + [
                .label("  frag "), .value(scene.text(.fragmentation)), .label("  data "),
                .value(scene.text(.dataset)),
            ]
        let end = canvas.write(parts, x: 1, y: 2, before: area.width + 1)
        canvas.write(
            [.label(" " + Figures.wholePercent(datasetShare(scene)))],
            x: end,
            y: 2,
            before: area.width + 1
        )
    }

    private func datasetShare(_ scene: Scene) -> Double? {
        guard let data = scene.value(.dataset), let used = scene.value(.usedMemory), used > 0 else {
            return nil
        }
        return data / used
    }

    private func drawGraph(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        var graph = MetricGraph(metric: .usedMemory, gradient: .memory)
        graph.leastTop = 1_024
        graph.mayRaiseFloor = true
        graph.top = scene.maxmemory
        graph.threshold = scene.maxmemory
        graph.showsTime = area.height >= 7
        graph.draw(scene, in: area, on: &canvas)
    }

    private func drawBiggestPattern(
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let biggest = PatternList(scene)?.biggest
        let share = biggest?.share ?? Figures.unknown
        let x = canvas.write([.label(" most bytes ")], x: 1, y: y, before: area.width)
        let name = biggest?.template ?? Array(Figures.unknown.utf8)
        canvas.write(
            nameCells(
                of: name,
                columns: max(4, area.width - x - share.count - 1),
                glyphs: canvas.glyphs
            ),
            x: x,
            y: y
        )
        canvas.write(share, endingAt: area.width, y: y, as: .value)
    }

    private func drawGrowth(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        let perSecond = scene.change(of: .usedMemory, over: 60).map { $0 / 60 }
        let growth =
            perSecond.map { ($0 < 0 ? "" : "+") + Figures.bytes($0) + "/s" } ?? Figures.unknown
        let policy = scene.interval?.info[.maxmemoryPolicy] ?? []
        let x = canvas.write(
            [.label(" growth 1m "), .value(growth), .label("  ")] + scene.timeToFullText + [
                .label("  ")
            ],
            x: 1,
            y: y,
            before: area.width
        )
        guard x + policy.count < area.width else { return }
        canvas.write(cells(of: policy, columns: 20, as: .value, glyphs: canvas.glyphs), x: x, y: y)
    }
}

// Zoomed: where memory goes, and the biggest keys met.
extension MemoryPane {
    private func drawZoomed(
        _ scene: Scene,
        _ list: PatternList?,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let room = max(0, area.height - 8)
        let graphRows = min(14, max(3, room / 3))
        let patternRows = min(list?.height ?? 2, max(2, (room - graphRows) * 3 / 5))
        let graph = Rectangle(x: 1, y: 3, width: area.width, height: graphRows)
        drawGraph(scene, in: graph, on: &canvas)
        var y = graph.y + graph.height
        drawSplit(scene, y: y, in: area, on: &canvas)
        y += 6
        drawPatterns(list, scene, y: y, rows: patternRows, in: area, on: &canvas)
        y += patternRows
        // What could be less stands between the two where both have room.
        let studies = StudyList(scene)
        let studyRows = max(0, min(studies.height, area.height - y - 4))
        studies.draw(x: 2, y: y, width: area.width - 2, height: studyRows, on: &canvas)
        y += studyRows
        drawBiggest(scene, y: y, rows: max(0, area.height - y), in: area, on: &canvas)
    }

    private func drawPatterns(
        _ list: PatternList?,
        _ scene: Scene,
        y: Int,
        rows: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        if let list {
            list.draw(x: 2, y: y, width: area.width - 2, height: rows, on: &canvas)
        } else {
            canvas.write("BYTES BY PATTERN", x: 2, y: y, as: .title)
            canvas.write(scene.surveyAbsence, x: 2, y: y + 1, as: .muted)
        }
    }

    private func drawSplit(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        let info = scene.interval?.info
        let used = scene.value(.usedMemory)
        func bytes(_ field: InfoField<UInt64>) -> Double? { info?[field].map { Double($0) } }
        let parts: [(String, Double?)] = [
            ("dataset", bytes(.usedMemoryDataset)), ("client buffers", bytes(.clientBuffers)),
            ("replication", bytes(.replicationBacklog)), ("aof buffer", bytes(.appendOnlyBuffer)),
            ("scripts", bytes(.usedMemoryScripts)),
        ]
        canvas.write("WHERE IT GOES", x: 2, y: y, as: .title)
        let half = area.width / 2 + 6
        for (row, (name, amount)) in parts.enumerated() {
            let share = amount.flatMap { amount in used.flatMap { $0 > 0 ? amount / $0 : nil } }
            canvas.write(name, x: 2, y: y + 1 + row, as: .label)
            canvas.write(Figures.bytes(amount), endingAt: 25, y: y + 1 + row, as: .value)
            canvas.drawMeter(share, x: 26, y: y + 1 + row, width: max(0, half - 36), in: .heat)
            canvas.write(Figures.percent(share), endingAt: half - 2, y: y + 1 + row, as: .value)
        }
        drawAllocator(scene, x: half + 1, y: y, in: area, on: &canvas)
    }

    private func drawAllocator(
        _ scene: Scene,
        x: Int,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let info = scene.interval?.info
        canvas.write("ALLOCATOR", x: x, y: y, as: .title)
        let rows: [(String, String)] = [
            ("rss", scene.text(.usedMemoryRSS)), ("fragmentation", scene.text(.fragmentation)),
            ("peak", scene.text(.usedMemoryPeak)),
            ("not evictable", Figures.bytes(info?[.notCountedForEviction].map { Double($0) })),
            ("machine", Figures.bytes(info?[.totalSystemMemory].map { Double($0) })),
        ]
        for (row, (name, figure)) in rows.enumerated() {
            canvas.write(name, x: x, y: y + 1 + row, as: .label)
            canvas.write(figure, endingAt: min(area.width, x + 26), y: y + 1 + row, as: .value)
        }
    }

    private func drawBiggest(
        _ scene: Scene,
        y: Int,
        rows: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let survey = scene.interval?.later.survey, !survey.biggest.isEmpty else {
            canvas.write("BIGGEST KEYS", x: 2, y: y, as: .title)
            canvas.write(scene.surveyAbsence, x: 2, y: y + 1, as: .muted)
            return
        }
        let scanned = max(survey.patterns.sampled, UInt64(survey.biggest.count))
        let seen = "of \(Figures.count(Double(scanned))) keys scanned"
        canvas.write("BIGGEST KEYS ", x: 2, y: y, as: .title)
        canvas.write(seen, x: 15, y: y, as: .muted)
        let table = SurveyTable(
            columns: area.width >= 100
                ? [.size, .type, .encoding, .timeToLive] : [.size, .type, .timeToLive]
        )
        table.draw(
            Array(
                RowList(survey.biggest, of: 1, in: scene, named: \.name.identity).rows.prefix(rows)
            ),
            scene,
            x: 2,
            y: y + 1,
            width: area.width - 2,
            on: &canvas
        )
    }
}
