import CacheMetrics
package import Painting

/// The keys that take most of the traffic, how that is known and how well.
package struct HotKeysPane: Pane {
    package let title = "Hot keys"
    package let sortColumns = ["OPS/S", "SIZE", "KEY"]

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] { list(scene).names }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let list = list(scene)
        let footnote = list.filterNote(scene).cells(canvas.glyphs)
        let area = scene.frame(
            title,
            digit: 2,
            note: note(scene, width: canvas.width).cells(canvas.glyphs),
            footnote: footnote,
            as: form,
            on: &canvas
        )
        guard !list.rows.isEmpty else {
            canvas.write(
                list.total > 0 ? "no key contains the filter" : scene.surveyAbsence,
                x: 2,
                y: 1,
                as: .muted
            )
            return
        }
        let wanted = 3 + explanation(scene).count
        let detailRows = form == .zoomed ? min(wanted, max(0, area.height - 8)) : 0
        let slots = SlotList(scene)
        let slotRows =
            form == .zoomed ? max(0, min(slots.height, area.height - detailRows - 12)) : 0
        let tableRows = area.height - detailRows - slotRows
        drawTable(list, scene, in: area, height: tableRows, on: &canvas)
        slots.draw(x: 2, y: tableRows + 1, width: area.width - 2, height: slotRows, on: &canvas)
        if detailRows >= 3 {
            drawDetail(list, scene, y: area.height - detailRows + 1, in: area, on: &canvas)
        }
    }

    private func list(_ scene: Scene) -> RowList<SurveyedKey> {
        var keys = scene.node?.hotRates.hottest ?? []
        let sorting = scene.view.sorting[2] ?? .init()
        switch sorting.column {
        case 1: keys.sort { ($0.memoryBytes ?? 0) > ($1.memoryBytes ?? 0) }
        case 2: keys.sort { $0.name < $1.name }
        default: break
        }
        return RowList(
            sorting.isReversed ? keys.reversed() : keys,
            of: 2,
            in: scene,
            named: \.name.identity
        )
    }

    /// How the figures came about, longer where there is room.
    private func note(_ scene: Scene, width: Int) -> [Part] {
        guard let survey = scene.interval?.later.survey else { return [] }
        if case .traffic(let window) = survey.method {
            let heard = Figures.count(Double(window.commands)) + " commands heard"
            return [.label(width >= 60 ? "by \(heard), 1m" : heard)]
        }
        if case .changes(let window) = survey.method {
            let heard = Figures.count(Double(window.commands)) + " changes heard"
            return [.label(width >= 60 ? "writes by \(heard), 1m" : heard)]
        }
        if case .tracked(let window) = survey.method {
            let length = window.milliseconds.map { ", \(Figures.span(Double($0) / 1_000))" } ?? ""
            let share = window.allMicroseconds == nil ? "" : ", % of CPU time"
            return [.label("by HOTKEYS\(length)\(width >= 60 ? share : "")")]
        }
        let method =
            switch survey.method {
            case .frequency(_, _, let areAssumed): areAssumed ? "LFU, settings assumed" : "LFU"
            case .idleTime: "idle times"
            case .traffic, .changes, .tracked: "–"
            case .unknown: "–"
            }
        let refusal = scene.listeningRefusal.map { " · \($0)" } ?? ""
        let boost = scene.interval?.later.cost.boostMilliseconds.map {
            " · probing faster \(Figures.span(Double($0) / 1_000))"
        }
        return width >= 60
            ? [.label("by \(method) · \(scene.probedText)\(boost ?? "")\(refusal)")]
            : [.label("\(method) \(scene.probedText)\(refusal)")]
    }

    private func drawTable(
        _ list: RowList<SurveyedKey>,
        _ scene: Scene,
        in area: Rectangle,
        height: Int,
        on canvas: inout Canvas
    ) {
        var table = SurveyTable(columns: columns(scene, width: area.width))
        if table.columns.contains(.move), let node = scene.node {
            table.moves = scene.rankMoves(of: node.hotRates.hottest)
        }
        // Keys longer than this are cut in the middle; what is left over shows more of the past.
        let spare = area.width - 5 - table.width(forKeysOf: 48)
        let sparkline = area.width < 50 ? 0 : max(area.width >= 64 ? 10 : 4, min(60, spare - 1))
        let width = area.width - 5 - (sparkline > 0 ? sparkline + 1 : 0)
        let sorting = scene.view.sorting[2] ?? .init()
        let sorted: SurveyTable.Column? =
            switch sorting.column {
            case 0: hasRates(scene) ? .rate : .idle
            case 1: .size
            default: nil
            }
        let mark = sorting.mark(startsWithLargest: sorted != nil && sorted != .idle)
        canvas.write("  #", x: 1, y: 1, as: .muted)
        table.drawHeading(x: 5, y: 1, width: width, sortedBy: (sorted, mark), on: &canvas)
        if sparkline > 0 { canvas.write("60s", endingAt: area.width + 1, y: 1, as: .muted) }
        for (line, (place, key)) in list.visible(height - 1, in: scene).enumerated() {
            let y = 2 + line
            canvas.write("\(place + 1)", endingAt: 4, y: y, as: .muted)
            table.draw([key], scene, x: 5, y: y, width: width, on: &canvas)
            if sparkline > 0 {
                drawTrace(
                    of: key,
                    scene,
                    x: area.width + 1 - sparkline,
                    y: y,
                    width: sparkline,
                    on: &canvas
                )
            }
            list.highlight(place, x: 1, y: y, width: area.width, scene, on: &canvas)
        }
    }

    private func drawTrace(
        of key: SurveyedKey,
        _ scene: Scene,
        x: Int,
        y: Int,
        width: Int,
        on canvas: inout Canvas
    ) {
        guard let node = scene.node else { return }
        let values = node.hotKeys.values(
            of: key.name.identity,
            last: 60,
            endingAt: node.moment.beat
        )
        canvas.drawSparkline(values.highest(ofGroups: width), x: x, y: y, as: .accent)
    }

    /// Whether there are rates: idle times give them too, once they were looked at for a while.
    private func hasRates(_ scene: Scene) -> Bool {
        guard let survey = scene.interval?.later.survey else { return false }
        return switch survey.method {
        case .frequency, .traffic, .changes, .tracked: true
        case .idleTime: survey.hottest.contains { $0.idleLooks != nil }
        case .unknown: false
        }
    }

    private func columns(_ scene: Scene, width: Int) -> [SurveyTable.Column] {
        let heat: [SurveyTable.Column] = hasRates(scene) ? [.rate, .share] : [.idle]
        if width >= 100, hasRates(scene) {
            return [.type, .size, .move, .rate, .error, .share, .stake, .timeToLive]
        }
        if width >= 60 { return [.type, .size] + heat + [.timeToLive] }
        return width >= 48 ? [.size] + heat : heat
    }
}

// Zoomed: one key in full.
extension HotKeysPane {
    private func drawDetail(
        _ list: RowList<SurveyedKey>,
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard let node = scene.node, !list.rows.isEmpty else { return }
        let key = list.rows[list.selectedPlace(in: scene) ?? 0]
        canvas.fill("─", from: 1, upTo: area.width + 1, y: y, as: .border)
        canvas.write(
            nameCells(
                of: key.name.identity,
                columns: area.width - 4,
                as: .title,
                glyphs: canvas.glyphs
            ),
            x: 3,
            y: y
        )
        canvas.write(facts(about: key, scene), x: 2, y: y + 1, before: area.width)
        let age = Double(node.moment.steadyMicroseconds / 1_000 - key.seenMilliseconds) / 1e3
        canvas.write(
            [.label("probed "), .value(Figures.span(max(0, age))), .label(" ago")],
            x: 2,
            y: y + 2,
            before: area.width
        )
        drawExplanation(scene, y: y + 3, in: area, on: &canvas)
    }

    private func facts(about key: SurveyedKey, _ scene: Scene) -> [Part] {
        var facts: [Part] = [
            .label("type "), .value(key.type.map { escapedText($0, limit: 12) } ?? Figures.unknown),
        ]
        facts += [.label("   size "), .value(key.sizeText)]
        facts += [.label("   name "), .value("\(key.name.length) bytes")]
        if let counter = key.frequency {
            facts += [.label("   LFU counter "), .value("\(counter)")]
        }
        if let rate = scene.node?.hotRates[key] {
            facts += [.label("   ops/s "), .value(scene.rateText(of: key))]
            let unit = scene.keyShare(of: key) == nil ? "" : "%"
            facts += [.label("   share "), .value(scene.shareText(of: key) + unit)]
            if let range = rate.interval {
                let ends =
                    "[\(Figures.count(range.lowerBound)), \(Figures.count(range.upperBound))]"
                facts += [.label("   95 % "), .value(ends)]
            }
        }
        if let idle = key.idleSeconds {
            facts += [.label("   idle "), .value(Figures.span(Double(idle)))]
        }
        return facts
    }

    private func drawExplanation(
        _ scene: Scene,
        y: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        for (row, text) in explanation(scene).prefix(area.height + 1 - y).enumerated() {
            canvas.write(
                cells(
                    of: text.utf8,
                    columns: area.width - 2,
                    as: .muted,
                    glyphs: canvas.glyphs
                ),
                x: 2,
                y: y + row
            )
        }
    }

    /// How far the figures can be trusted.
    private func explanation(_ scene: Scene) -> [String] {
        let sharesIntegers = scene.interval?.info[.maxmemory] == 0
        let note = "values 0 to 9,999 share one object: their keys are never reported as hot"
        return method(scene) + [scene.fasterWays, scene.pastSessionText].compactMap(\.self)
            + (sharesIntegers ? [note] : [])
    }

    private func method(_ scene: Scene) -> [String] {
        switch scene.interval?.later.survey?.method {
        case .frequency(let factor, let decay, _):
            [
                "ops/s from repeated reads of the LFU counter (log factor \(factor), decay \(decay) min);",
                "~ from one read, minutes to hours late; ≥ from a counter at its end, 255",
            ]
        case .idleTime:
            [
                "~ ops/s from one probe per second of idle times, assuming random arrivals:",
                "keys used by a timer may be slower. ≥ used at every probe, no upper bound",
            ]
        case .traffic(let window):
            [
                "ops/s from a key's share of \(window.commands) commands monitored in"
                    + " \(window.bursts) bursts over the last minute,",
                "times all commands of clients meanwhile; ± 95 %, by how the bursts differ",
            ]
        case .changes(let window):
            [
                "writes/s from a key's share of \(window.commands) changes reported in"
                    + " \(window.bursts) bursts over the last minute,",
                "expired and evicted keys too; ≥ simultaneous changes count once. Reads are not seen",
            ]
        case .tracked(let window):
            window.allMicroseconds == nil
                ? ["ops/s as the server counts them (HOTKEYS), which reports no error"]
                : [
                    "CPU time and network bytes by key, tracked by the server in a session",
                    "that somebody started (HOTKEYS START); hitscope starts and ends none",
                ]
        case .unknown, nil: []
        }
    }
}

extension Scene {
    /// What finds hot keys faster, while few of them were probed; `nil` where that is not so.
    fileprivate var fasterWays: String? {
        guard let survey = interval?.later.survey, let keys = surveyedTotals?.keys,
            survey.probedKeys < keys / 2
        else { return nil }
        switch survey.method {
        case .frequency, .idleTime:
            return
                "\(probedText); faster: H (1 min at 10 % of lookups), HOTKEYS (8.6), --allow-monitor"
        case .traffic, .changes, .tracked, .unknown: return nil
        }
    }

    /// What a `HOTKEYS` session found that has ended, or `nil` if there was none.
    fileprivate var pastSessionText: String? {
        guard let session = interval?.later.survey?.pastSession else { return nil }
        let end = session.endedMilliseconds.map { " ended " + clock(Int64(clamping: $0) &* 1_000) }
        let keys = session.keys.prefix(3).map { key in
            let share = key.tracked.flatMap(session.window.share)
            return nameText(key.name.identity, limit: 24) + " " + Figures.percent(share)
        }
        return "HOTKEYS session\(end ?? ""): \(keys.joined(separator: ", ")) of CPU time"
    }

    /// Why the server's clients are not listened to, although that is allowed.
    fileprivate var listeningRefusal: String? {
        let refusal = interval?.later.refusals.first {
            ["+monitor", "+wait", "+client|tracking +wait"].contains($0.accessRule)
        }
        guard let refusal else { return nil }
        // A replica runs no WAIT, and without one nothing is sure to end a burst.
        return refusal.reason == .other
            ? "a replica is not listened to" : "listening needs \(refusal.accessRule)"
    }
}

extension [Double?] {
    /// The values in so many equal groups, each by its highest; `nil` where a group has none.
    func highest(ofGroups groups: Int) -> [Double?] {
        guard groups > 0, !isEmpty else { return [] }
        return (0..<groups).map { group in
            let start = count * group / groups
            let end = Swift.max(start + 1, count * (group + 1) / groups)
            return self[start..<Swift.min(count, end)].compactMap(\.self).max()
        }
    }
}
