import Painting

extension Scene {
    /// Frames a pane's canvas and says where inside there is room.
    func frame(
        _ title: String,
        digit: Int,
        note: [Cell] = [],
        footnote: [Cell] = [],
        as form: PaneForm,
        on canvas: inout Canvas
    ) -> Rectangle {
        var box = Box(title: form == .zoomed ? title : "\(digit) \(title)")
        box.note = note
        box.footnote = footnote
        box.isFocused = form == .overview && view.focus == digit
        canvas.drawBox(box)
        return Rectangle(x: 1, y: 1, width: canvas.width - 2, height: canvas.height - 2)
    }
}

extension Canvas {
    /// Words and figures in turn on one line: what it is, how much it is.
    ///
    /// A word and the figures after it are written together or not at all.
    ///
    /// - Returns: the column after the last character.
    @discardableResult
    mutating func write(_ parts: [Part], x: Int, y: Int, before right: Int) -> Int {
        var column = x
        var rest = parts[...]
        while let first = rest.popFirst() {
            let figures = rest.prefix { $0.role != .label }
            rest = rest.dropFirst(figures.count)
            let group = [first] + figures
            let length = group.reduce(0) { $0 + $1.text.unicodeScalars.count }
            guard column + length <= right else { return column }
            for part in group {
                column = write(part.text, x: column, y: y, as: part.role, overlay: part.overlay)
            }
        }
        return column
    }
}

extension [Part] {
    /// The pieces as cells, for the edge of a frame.
    func cells(_ glyphs: GlyphSet) -> [Cell] {
        flatMap { part in
            [Cell](part.text, part.role, glyphs: glyphs).map { cell in
                var cell = cell
                cell.overlay = part.overlay
                return cell
            }
        }
    }
}
