import CacheMetrics
import Painting

extension DashboardState {
    /// What a key does.
    mutating func press(_ key: Key) -> [Effect] {
        view.notice = nil
        if view.prompt != nil { return typeIntoPrompt(key) }
        if view.editsFilter, type(key) { return [] }
        return KeyMap.command(for: key, inReplay: isReplay).map { perform($0) } ?? []
    }

    /// Does what the operator asks for.
    mutating func perform(_ command: Command) -> [Effect] {
        switch command {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .playback(let command): return [.playback(command)]
        case .pause: togglePause()
        case .help: view.showsHelp.toggle()
        case .back: goBack()
        case .zoom: zoom()
        case .onset: return goToOnset()
        case .delta: toggleDelta()
        case .boost:
            view.notice = "probing up to 10 % of the clients' lookups for 1 min"
            return [.boost]
        case .mute: mute()
        case .copy: return copyFinding()
        case .focus(let digit): view.focus = digit
        case .nextPane: cycleFocus(by: 1)
        case .previousPane: cycleFocus(by: -1)
        case .move(let rows): move(by: rows)
        case .page(let pages): move(by: pages * max(1, size.height / 2))
        case .first: move(by: -1_000_000)
        case .last: move(by: 1_000_000)
        case .sort(let columns): sort(by: columns)
        case .reverse: view.sorting[view.focus, default: .init()].isReversed.toggle()
        case .filter: view.editsFilter = true
        case .prompt(let kind): view.prompt = ViewState.Prompt(kind: kind)
        case .window(let steps): view.widenWindow(by: steps)
        case .board(let boards): showBoard(by: boards)
        }
        return []
    }

    /// Takes a key into the filter; `false` if the key means something else even now.
    private mutating func type(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar):
            if view.filter.unicodeScalars.count < 64 { view.filter.unicodeScalars.append(scalar) }
        case .backspace, .delete:
            if !view.filter.isEmpty { view.filter.unicodeScalars.removeLast() }
        case .enter: view.editsFilter = false
        case .control, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .escape, .tab,
            .backTab, .function:
            return false
        }
        return true
    }

    private mutating func goBack() {
        if view.showsHelp {
            view.showsHelp = false
        } else if view.editsFilter || !view.filter.isEmpty {
            view.editsFilter = false
            view.filter = ""
        } else if !endsDelta() {
            view.isZoomed = false
        }
    }

    private mutating func cycleFocus(by step: Int) {
        let digits = PaneCatalog.digits
        let place = digits.firstIndex(of: view.focus) ?? 0
        view.focus = digits[(place + step + digits.count) % digits.count]
    }

    /// Moves the selection, by the names of the rows as they are shown now.
    private mutating func move(by steps: Int) {
        guard !view.showsHelp else {
            view.helpScroll = max(
                0,
                min(HelpOverlay.lines(for: scene).count, view.helpScroll + steps)
            )
            return
        }
        if let baseline = scene.baseline {
            let count = scene.changes(since: baseline)?.rows.count ?? 0
            view.changesScroll = max(0, min(count - 1, view.changesScroll + steps))
            return
        }
        let rows = PaneCatalog.rows(of: view.focus, in: scene)
        guard !rows.isEmpty else { return }
        let selected = view.selection[view.focus]
        let place =
            selected.flatMap { rows.firstIndex(of: $0) } ?? (selected == nil && steps > 0 ? -1 : 0)
        let target = max(0, min(rows.count - 1, place + steps))
        view.selection[view.focus] = rows[target]
        if view.focus == PaneCatalog.nodesDigit { showSelectedNode(rows[target]) }
    }

    private mutating func showSelectedNode(_ name: [UInt8]) {
        let names = scene.history.nodes.map { Array($0.node.name.utf8) }
        if let index = names.firstIndex(of: name) { view.node = index }
    }

    private mutating func sort(by columns: Int) {
        let count = PaneCatalog.sortColumns(of: view.focus)
        guard count > 0 else { return }
        let column = view.sorting[view.focus]?.column ?? 0
        view.sorting[view.focus, default: .init()].column = (column + columns + count) % count
    }

    private mutating func showBoard(by boards: Int) {
        let count = scene.interval?.later.boards?.count ?? 0
        guard count > 0 else { return }
        view.board = (view.board + boards + count) % count
    }
}
