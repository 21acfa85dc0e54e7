import CacheMetrics
package import Painting

/// What leaves the cache and why: evictions, expiries, and the hit ratio they cost.
package struct EvictionsPane: Pane {
    package let title = "Evict & expire"

    package init() {}

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let area = scene.frame(
            title,
            digit: 4,
            note: note(scene).cells(canvas.glyphs),
            as: form,
            on: &canvas
        )
        drawRates(scene, in: area, on: &canvas)
        switch form {
        case .overview: drawGraphs(scene, in: area, on: &canvas)
        case .zoomed: drawZoomed(scene, in: area, on: &canvas)
        }
    }

    /// The hit ratio and how it moved in five minutes.
    private func note(_ scene: Scene) -> [Part] {
        let ratio = scene.value(.hitRatio)
        guard scene.interval != nil else { return [] }
        let role: Role = ratio.map { $0 < 0.8 ? .warning : .ok } ?? .unknown
        return [.label("hit "), .value(Figures.percent(ratio), role)] + drift(scene)
    }

    private func drift(_ scene: Scene) -> [Part] {
        guard let change = scene.change(of: .hitRatio, over: 300), abs(change) >= 0.001 else {
            return []
        }
        let points = Figures.fixed(abs(change) * 100, decimals: 1)
        return [.value(change < 0 ? " ▼\(points)" : " ▲\(points)", change < 0 ? .worse : .better)]
    }

    private func drawRates(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        let evicted = scene.value(.evicted)
        let role: Role = (evicted ?? 0) > 0 ? .warning : .value
        canvas.write(
            [
                .label(" evict "), .value(scene.text(.evicted), role), .label(" expire "),
                .value(scene.text(.expired)), .label(" miss "),
                .value(Figures.count(scene.value(.misses))),
            ],
            x: 1,
            y: 1,
            before: area.width + 1
        )
        canvas.write(
            [
                .label(" expired-stale "), .value(Figures.wholePercent(scene.value(.staleShare))),
                .label("  over limit "), .value(Figures.percent(scene.value(.timeOverLimit))),
                .label("  ttl "), .value(Figures.wholePercent(scene.value(.expiringShare))),
            ],
            x: 1,
            y: 2,
            before: area.width + 1
        )
    }

    private func drawGraphs(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        // The foot says what is going to expire together; it is there even when nothing is.
        let room = area.height - (area.height >= 11 ? 3 : 2)
        if area.height >= 11 { drawBriefForecast(scene, y: area.height, in: area, on: &canvas) }
        guard room >= 8 else {
            graph(.evicted, .eviction).draw(
                scene,
                in: Rectangle(x: 1, y: 3, width: area.width, height: room),
                on: &canvas
            )
            return
        }
        let upper = (room - 1) / 2
        graph(.evicted, .eviction).draw(
            scene,
            in: Rectangle(x: 1, y: 3, width: area.width, height: upper),
            on: &canvas
        )
        canvas.write("hit ratio", x: 3, y: 3 + upper, as: .label)
        var lower = graph(.hitRatio, .hits)
        lower.showsTime = true
        let rectangle = Rectangle(x: 1, y: 4 + upper, width: area.width, height: room - upper - 1)
        lower.draw(scene, in: rectangle, on: &canvas)
    }

    private func drawBriefForecast(
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let outlook = ExpiryOutlook(scene)
        let none = outlook == nil ? Figures.unknown : "none seen ahead"
        let parts = outlook?.briefForecast ?? [.value(none)]
        canvas.write([.label(" burst ")] + parts, x: 1, y: y, before: area.width + 1)
    }

    private func graph(_ metric: Metric, _ gradient: Gradient) -> MetricGraph {
        var graph = MetricGraph(metric: metric, gradient: gradient)
        if case .ratio = metric.unit {
            graph.top = 1
            graph.mayRaiseFloor = true
        } else {
            graph.leastTop = 10
        }
        return graph
    }
}

// Zoomed: four graphs and what the policy may throw away.
extension EvictionsPane {
    private func drawZoomed(_ scene: Scene, in area: Rectangle, on canvas: inout Canvas) {
        let graphRows = max(3, (area.height - (area.height >= 30 ? 17 : 14)) / 2)
        let half = area.width / 2
        let parts: [(String, Metric, Gradient)] = [
            ("evicted/s", .evicted, .eviction), ("expired/s", .expired, .heat),
            ("hit ratio", .hitRatio, .hits), ("misses/s", .misses, .latency),
        ]
        for (index, (name, metric, gradient)) in parts.enumerated() {
            let x = index.isMultiple(of: 2) ? 1 : 1 + half
            let y = 3 + (index / 2) * (graphRows + 1)
            canvas.write(name, x: x + 2, y: y, as: .title)
            canvas.write(scene.text(metric), endingAt: x + half - 1, y: y, as: .value)
            var graph = graph(metric, gradient)
            graph.showsTime = graphRows >= 5
            graph.draw(
                scene,
                in: Rectangle(x: x, y: y + 1, width: half - 1, height: graphRows),
                on: &canvas
            )
        }
        let y = 3 + 2 * (graphRows + 1)
        drawPolicy(scene, y: y, in: area, on: &canvas)
        drawOutlook(scene, y: y + 5, in: area, on: &canvas)
    }

    private func drawOutlook(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        guard let outlook = ExpiryOutlook(scene) else {
            canvas.write("TTL NOW", x: 2, y: y, as: .title)
            canvas.write(scene.surveyAbsence, x: 10, y: y, as: .muted)
            return
        }
        // What is about to happen comes first: the histogram may be cut, this may not.
        let hasBars = area.height >= 30
        let forecasts = outlook.forecasts
        let none: [Part] = [.label("no keys were found that expire together")]
        for row in 0..<(hasBars ? 3 : 1) {
            let line = row < forecasts.count ? forecasts[row] : row == 0 ? none : []
            canvas.write(line, x: 2, y: y + row, before: area.width + 1)
        }
        outlook.drawHistogram(
            x: 2,
            y: y + (hasBars ? 3 : 1),
            width: area.width - 2,
            hasBars: hasBars,
            on: &canvas
        )
    }

    private func drawPolicy(_ scene: Scene, y: Int, in area: Rectangle, on canvas: inout Canvas) {
        let keys = scene.value(.keys)
        let share = scene.value(.expiringShare)
        let policy = scene.interval?.info[.maxmemoryPolicy]
        let isVolatile = policy?.starts(with: "volatile".utf8) ?? false
        canvas.write("POLICY ", x: 2, y: y, as: .title)
        canvas.write(
            cells(
                of: policy ?? Array(Figures.unknown.utf8),
                columns: 24,
                as: .value,
                glyphs: canvas.glyphs
            ),
            x: 9,
            y: y
        )
        let lines: [[Part]] = [
            [
                .label("maxmemory "),
                .value(scene.limitText),
                .label("   eviction level "), .value(scene.text(.evictionLevel)),
            ],
            [
                .label("keys "), .value(Figures.count(keys)), .label("   with a TTL "),
                .value(Figures.wholePercent(share)),
                .label(isVolatile ? "   only those can be evicted" : ""),
            ],
            [
                .label("hits "), .value(scene.text(.hits)), .label("   misses "),
                .value(scene.text(.misses)),
                .label("   own probes taken out "), .value(ownLookups(scene)),
            ],
            scene.whatIfText,
        ]
        for (row, line) in lines.enumerated() {
            canvas.write(line, x: 2, y: y + 1 + row, before: area.width)
        }
    }

    private func ownLookups(_ scene: Scene) -> String {
        let lookups = scene.interval?.increase { $0.falseHits &+ $0.falseMisses }
        return Metric.Unit.perSecond.text(scene.interval?.perSecond(lookups.map { Double($0) }))
    }
}
