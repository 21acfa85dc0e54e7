import CNcurses
import Glibc
package import Painting

/// The terminal, taken over: shows canvases and says what was pressed.
///
/// The only type that talks to ncurses. It is confined to the main actor because ncurses keeps its
/// state in globals. Between two canvases only the cells that differ are handed to ncurses, which
/// in turn sends only what the terminal does not show yet.
@MainActor
@safe
package final class NcursesScreen {
    /// How many colours are in use.
    package let depth: ColorDepth
    /// Which characters the terminal can show.
    package let glyphs: GlyphSet
    private var shown: Canvas?
    private var theme: Theme?
    private var looks: [UInt16: Look] = [:]
    private var isOpen = true

    /// Takes over the terminal, with colours and glyphs as given or, if `nil`, as it has them.
    package init(depth wanted: ColorDepth?, glyphs: GlyphSet?) throws(TerminalError) {
        guard cn_is_terminal() != 0 else { throw .notATerminal }
        guard cn_open(CInt(wanted?.number ?? CN_BEST.rawValue)) == 0 else {
            throw .unknownTerminal(unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? "")
        }
        depth = ColorDepth(number: UInt32(cn_depth_in_use()))
        self.glyphs = glyphs ?? (cn_is_utf8() != 0 ? .unicode : .ascii)
    }

    /// The window's size in cells.
    package var size: (width: Int, height: Int) { (Int(cn_columns()), Int(cn_rows())) }

    /// Shows a canvas.
    package func present(_ canvas: Canvas, in theme: Theme) {
        if theme != self.theme {
            self.theme = theme
            looks = [:]
            shown = nil
            cn_forget_colors()
        }
        if shown?.width != canvas.width || shown?.height != canvas.height { shown = nil }
        guard canvas != shown else { return }
        for y in 0..<canvas.height { presentRow(y, of: canvas, in: theme) }
        shown = canvas
        cn_flush()
    }

    /// Repaints everything with the next canvas, whatever the terminal shows now.
    package func forgetWhatIsShown() {
        shown = nil
        cn_redraw()
    }

    /// Hands text, encoded in base 64, to the terminal's clipboard, which many have (OSC 52).
    package func copy(base64 text: String) {
        unsafe cn_copy(text)
    }

    /// Gives the terminal back as it was.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        cn_close()
    }

    private func presentRow(_ y: Int, of canvas: Canvas, in theme: Theme) {
        let new = canvas.row(y)
        let old = shown?.row(y)
        var run: [cn_cell] = []
        var start = 0
        for x in 0..<canvas.width {
            let cell = new[new.startIndex + x]
            let isSame = old.map { $0[$0.startIndex + x] == cell } ?? false
            if isSame {
                put(run, x: start, y: y)
                run.removeAll(keepingCapacity: true)
            } else {
                if run.isEmpty { start = x }
                run.append(ncursesCell(cell, in: theme))
            }
        }
        put(run, x: start, y: y)
    }

    private func put(_ run: [cn_cell], x: Int, y: Int) {
        guard !run.isEmpty else { return }
        unsafe cn_put(CInt(y), CInt(x), run, CInt(run.count))
    }

    private func ncursesCell(_ cell: Cell, in theme: Theme) -> cn_cell {
        let key = UInt16(cell.role.rawValue) << 8 | UInt16(cell.overlay.rawValue)
        let look = looks[key] ?? theme.look(of: cell.role, overlay: cell.overlay, at: depth)
        looks[key] = look
        return cn_cell(
            scalar: cell.scalar.value,
            foreground: look.foreground,
            background: look.background,
            attributes: look.attributes.rawValue,
            columns: cell == .covered ? 0 : UInt8(clamping: cell.scalar.columns)
        )
    }
}

extension ColorDepth {
    fileprivate var number: UInt32 {
        switch self {
        case .mono: CN_MONO.rawValue
        case .ansi: CN_ANSI.rawValue
        case .indexed: CN_INDEXED.rawValue
        case .truecolor: CN_TRUECOLOR.rawValue
        }
    }

    fileprivate init(number: UInt32) {
        switch number {
        case CN_TRUECOLOR.rawValue: self = .truecolor
        case CN_INDEXED.rawValue: self = .indexed
        case CN_ANSI.rawValue: self = .ansi
        default: self = .mono
        }
    }
}
