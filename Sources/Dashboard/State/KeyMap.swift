import Painting

/// Which key asks for what.
///
/// The help is made from this table. To bind a key, add its row; nothing else needs to change.
enum KeyMap {
    /// A row of the table.
    struct Binding: Sendable {
        /// The keys, any of which will do.
        let keys: [Key]
        let command: Command
        /// Where it works.
        let scope: Scope
        /// The keys as help shows them.
        let shown: String
        /// What it does, as help says it.
        let help: String
    }

    /// Where a binding works.
    enum Scope: Sendable {
        case everywhere
        case live
        case replay
    }

    static let all: [Binding] = [
        Binding(["q", .control("c"), .control("\\")], .quit, "q ^C", "quit"),
        Binding(["?", .function(1)], .help, "? F1", "this help"),
        Binding(["1"], .focus(1), "1-7", "go to a pane"),
        Binding(["2"], .focus(2)), Binding(["3"], .focus(3)), Binding(["4"], .focus(4)),
        Binding(["5"], .focus(5)), Binding(["6"], .focus(6)), Binding(["7"], .focus(7)),
        Binding([.tab], .nextPane, "Tab", "next pane"),
        Binding([.backTab], .previousPane, "S-Tab", "pane before"),
        Binding([.enter, "z"], .zoom, "Enter z", "zoom the pane"),
        Binding([.escape, "0"], .back, "Esc 0", "back: filter, help, delta, zoom"),
        Binding(["j", .down], .move(1), "j k ↓ ↑", "select a row"),
        Binding(["k", .up], .move(-1)),
        Binding([.pageDown, .control("f"), .control("d")], .page(1), "PgDn PgUp", "a screenful"),
        Binding([.pageUp, .control("b"), .control("u")], .page(-1)),
        Binding(["g"], .first, "g G", "first, last row"),
        Binding(["G"], .last),
        Binding(["<"], .sort(-1), "< >", "sort by another column"),
        Binding([">"], .sort(1)),
        Binding(["r"], .reverse, "r", "turn the order round"),
        Binding(["/"], .filter, "/", "show only rows that contain…"),
        Binding(["+", "="], .window(1), "+ -", "graphs reach further back, less far"),
        Binding(["-"], .window(-1)),
        Binding(["h", .left], .board(-1), "h l ← →", "board before, next board", .live),
        Binding(["l", .right], .board(1), scope: .live),
        Binding(["h"], .board(-1), "h l", "board before, next board", .replay),
        Binding(["l"], .board(1), scope: .replay),
        Binding(["H"], .boost, "H", "probe hot keys faster for 1 min", .live),
        Binding([" ", "Z"], .pause, "Space", "freeze the view; collecting goes on", .live),
        Binding([" "], .playback(.toggle), "Space", "play, pause", .replay),
        Binding(
            [".", "t"],
            .playback(.step(1)),
            ". ,",
            "next sample, sample before: back in time"
        ),
        Binding([",", "T"], .playback(.step(-1))),
        Binding([.right], .playback(.jump(seconds: 10)), "→ ←", "10 s on, back", .replay),
        Binding([.left], .playback(.jump(seconds: -10)), scope: .replay),
        Binding(["}"], .playback(.event(1)), "} {", "next event, event before"),
        Binding(["{"], .playback(.event(-1))),
        Binding(["]"], .playback(.changeSpeed(1)), "] [", "faster, slower", .replay),
        Binding(["["], .playback(.changeSpeed(-1)), scope: .replay),
        Binding([.backspace], .playback(.normalSpeed), "Bksp", "speed ×1", .replay),
        Binding(["b"], .prompt(.moment), "b", "go to 14:03, +90s, -10s, 42%, #7200"),
        Binding(
            [":"],
            .prompt(.command),
            ":",
            "find, mark, loop, delta, quiet, reverse, cut, save"
        ),
        Binding(["n"], .playback(.findNext(1)), "n N", "where it was found next, before"),
        Binding(["N"], .playback(.findNext(-1))),
        Binding(["L"], .playback(.live), "L", "back to the present"),
        Binding(["w"], .playback(.write("")), "w", "write the last day, kept in memory, to a file"),
        Binding(["o"], .onset, "o", "findings: go to the moment it began"),
        Binding(["m"], .mute, "m", "findings: mute it for an hour, or unmute all"),
        Binding(["y"], .copy, "y", "findings: copy it as text"),
        Binding([.home], .playback(.begin), "Home End", "begin, end", .replay),
        Binding([.end], .playback(.end), scope: .replay),
        Binding([.home], .first, scope: .live),
        Binding([.end], .last, scope: .live),
        Binding([.control("l")], .redraw, "^L", "paint again"),
        Binding([.control("z")], .suspend, "^Z", "suspend"),
    ]

    /// What a key asks for, live or in a replay.
    static func command(for key: Key, inReplay: Bool) -> Command? {
        all.first { $0.keys.contains(key) && $0.scope.applies(inReplay: inReplay) }?.command
    }
}

extension KeyMap.Scope {
    /// Whether bindings of this scope work, live or in a replay.
    func applies(inReplay: Bool) -> Bool {
        switch self {
        case .everywhere: true
        case .live: !inReplay
        case .replay: inReplay
        }
    }
}

extension KeyMap.Binding {
    fileprivate init(
        _ keys: [Key],
        _ command: Command,
        _ shown: String = "",
        _ help: String = "",
        _ scope: KeyMap.Scope = .everywhere
    ) {
        self.init(keys: keys, command: command, scope: scope, shown: shown, help: help)
    }

    fileprivate init(_ keys: [Key], _ command: Command, scope: KeyMap.Scope) {
        self.init(keys: keys, command: command, scope: scope, shown: "", help: "")
    }
}
