extension Canvas {
    /// Frames the whole canvas, with words set into the upper edge and the lower one.
    package mutating func drawBox(_ box: Box) {
        guard width >= 2, height >= 2 else { return }
        let role: Role = box.isFocused ? .borderFocus : .border
        let (right, bottom) = (width - 1, height - 1)
        fill("─", from: 1, upTo: right, y: 0, as: role)
        fill("─", from: 1, upTo: right, y: bottom, as: role)
        for y in 1..<max(1, bottom) {
            fill("│", from: 0, upTo: 1, y: y, as: role)
            fill("│", from: right, upTo: width, y: y, as: role)
        }
        write("╭", x: 0, y: 0, as: role)
        write("╮", x: right, y: 0, as: role)
        write("╰", x: 0, y: bottom, as: role)
        write("╯", x: right, y: bottom, as: role)
        let titleEnd = 4 + box.title.unicodeScalars.count
        if titleEnd < width {
            write(" \(box.title) ", x: 2, y: 0, as: .title, overlay: box.isFocused ? .bold : [])
        }
        writeOnEdge(box.note, y: 0, leaving: titleEnd)
        writeOnEdge(box.footnote, y: bottom, leaving: 2)
    }

    /// Sets cells into an edge at its right end, as far as there is room.
    private mutating func writeOnEdge(_ cells: [Cell], y: Int, leaving left: Int) {
        let room = width - left - 5
        guard !cells.isEmpty, room >= cells.count else { return }
        let start = width - cells.count - 4
        write([Cell()] + cells + [Cell()], x: start, y: y)
    }
}

/// The frame of a pane and what is written on it.
package struct Box: Sendable {
    /// The pane's name, with its digit.
    package var title: String
    /// What the pane says in short, at the upper right.
    package var note: [Cell] = []
    /// What there is to do, at the lower right.
    package var footnote: [Cell] = []
    /// Whether the pane has the keys.
    package var isFocused = false

    /// A frame with a name.
    package init(title: String) {
        self.title = title
    }
}

extension [Cell] {
    /// Our own text as cells.
    package init(_ text: String, _ role: Role, glyphs: GlyphSet = .unicode) {
        self = text.unicodeScalars.map { Cell(glyphs.shown($0), role) }
    }
}
