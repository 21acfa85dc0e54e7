import CacheMetrics
import Painting

extension Screen {
    /// How many rows stand below the panes: the hints, and in a replay the line of time above them.
    static func footRows(_ scene: Scene) -> Int {
        if case .replay = scene.mode { return 2 }
        return 1
    }

    static func drawFoot(_ scene: Scene, rows: Int, on canvas: inout Canvas) {
        if case .replay(let status) = scene.mode {
            drawTransport(status, scene, y: canvas.height - 2, on: &canvas)
        }
        drawHints(scene, y: canvas.height - 1, on: &canvas)
    }

    /// The last line: the keys that matter here, and what watching costs.
    private static func drawHints(_ scene: Scene, y: Int, on canvas: inout Canvas) {
        canvas.fill(" ", from: 0, upTo: canvas.width, y: y, as: .footer)
        if let prompt = scene.view.prompt {
            let isMoment = prompt.kind == .moment
            let help = isMoment ? "14:03  +90s  -10s  42%  #7200" : "find, mark, loop, quiet, cut …"
            drawTyped(isMoment ? " go to: " : " :", prompt.text, help, y: y, on: &canvas)
            return
        }
        if scene.view.editsFilter {
            drawTyped(" filter: ", scene.view.filter, "Enter keep  Esc clear", y: y, on: &canvas)
            return
        }
        if let notice = scene.view.notice {
            canvas.write(" " + notice, x: 0, y: y, as: .accent)
            return
        }
        let cost = costText(scene)
        let room = canvas.width - 1 - cost.count - 2
        var x = 1
        for (key, action) in hints(scene) {
            guard x + key.count + action.count + 1 <= room else { break }
            x = canvas.write(key, x: x, y: y, as: .key)
            x = canvas.write(" \(action)", x: x, y: y, as: .footer) + 2
        }
        canvas.write(cost, endingAt: canvas.width - 1, y: y, as: .footer)
    }

    /// A line being typed, and what may be.
    private static func drawTyped(
        _ label: String,
        _ text: String,
        _ help: String,
        y: Int,
        on canvas: inout Canvas
    ) {
        if canvas.width > label.count + text.count + help.count + 3 {
            canvas.write(help, endingAt: canvas.width - 1, y: y, as: .footer)
        }
        let room = max(0, canvas.width - label.count - 2)
        let x = canvas.write(label + text.suffix(room), x: 0, y: y, as: .accent)
        canvas.write("_", x: x, y: y, as: .accent, overlay: .bold)
    }

    private static func hints(_ scene: Scene) -> [(String, String)] {
        var hints = [("?", "Help")]
        if scene.view.focus == PaneCatalog.findingsDigit {
            hints += [("o", "Onset"), ("m", "Mute"), ("y", "Copy")]
        }
        if case .replay(let status) = scene.mode {
            hints += [
                ("Spc", status.isPlaying ? "Pause" : "Play"), (". ,", "Step"), ("→ ←", "10s"),
                ("] [", "Speed"),
                ("} {", "Event"), ("b", "Go to"),
            ]
            if status.isRewind { hints.insert(("L", "Live"), at: 1) }
        } else {
            hints += [("Spc", scene.pause == nil ? "Pause" : "Resume"), (",", "Rewind")]
        }
        let isOver = scene.view.isZoomed || scene.baseline != nil
        hints.append(isOver ? ("Esc", "Back") : ("↵", "Zoom"))
        hints += [
            ("Tab", "Next"), ("1-7", "Jump"), ("/", "Filter"), ("< >", "Sort"),
            ("+ -", scene.view.window.name), ("q", "Quit"),
        ]
        return hints
    }

    /// What this program uses here and what it asks of the server.
    private static func costText(_ scene: Scene) -> String {
        guard let interval = scene.interval else { return "" }
        let cost = interval.later.cost
        let cpu = interval.perSecond(
            interval.increase { $0.ownMicroseconds }.map { Double($0) / 1e6 }
        )
        let memory = Figures.bytes(cost.ownMemoryBytes.map { Double($0) })
        let server = Figures.percent(scene.value(.observerShare))
        let skipped = cost.skippedBeats > 0 ? "skipped \(cost.skippedBeats)  " : ""
        return
            "\(skipped)\(boostText(cost))own lookups \(lookupText(scene))  server \(server)"
            + "  self \(Figures.percent(cpu)) \(memory)"
    }

    /// Our lookups beside the clients': their share, or how many there are where clients make none.
    private static func lookupText(_ scene: Scene) -> String {
        guard let share = scene.node?.ownLookupShare else { return scene.text(.observerLookups) }
        return Figures.percent(share)
    }

    private static func boostText(_ cost: ObserverCost) -> String {
        cost.boostMilliseconds.map { "probing faster \(Figures.span(Double($0) / 1_000))  " } ?? ""
    }

    /// The panes by digit, above a zoomed one.
    static func drawTabs(_ scene: Scene, y: Int, on canvas: inout Canvas) {
        var x = 1
        for digit in PaneCatalog.digits {
            guard let pane = PaneCatalog.zoomed(digit) else { continue }
            let isCurrent = digit == scene.view.focus
            let text =
                isCurrent
                ? "[\(digit) \(pane.title)]"
                : "\(digit) \(canvas.width >= 100 ? pane.title : pane.shortTitle)"
            guard x + text.count < canvas.width - 10 else { break }
            x =
                canvas.write(
                    text,
                    x: x,
                    y: y,
                    as: isCurrent ? .accent : .muted,
                    overlay: isCurrent ? .bold : []
                ) + 2
        }
        canvas.write("Esc back", endingAt: canvas.width - 1, y: y, as: .muted)
    }
}

extension Pane {
    /// The first word of the title.
    fileprivate var shortTitle: String { String(title.prefix { $0 != " " }) }
}
