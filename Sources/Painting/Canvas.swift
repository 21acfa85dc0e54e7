/// A rectangle of cells that views draw on.
///
/// Drawing outside the rectangle is clipped, never an error, so a view needs no size checks.
package struct Canvas: Sendable, Equatable {
    /// Columns.
    package let width: Int
    /// Rows.
    package let height: Int
    /// Which characters the terminal can show.
    package let glyphs: GlyphSet
    private var cells: [Cell]

    /// An empty canvas; negative sizes count as none.
    package init(width: Int, height: Int, glyphs: GlyphSet = .unicode) {
        self.width = max(0, width)
        self.height = max(0, height)
        self.glyphs = glyphs
        cells = Array(repeating: Cell(), count: self.width * self.height)
    }

    /// The cell at a place, an empty one outside the canvas; setting outside does nothing.
    package subscript(x: Int, y: Int) -> Cell {
        get { contains(x, y) ? cells[y * width + x] : Cell() }
        set { if contains(x, y) { cells[y * width + x] = newValue } }
    }

    /// One row's cells, left to right.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        (0..<height).contains(y) ? cells[y * width..<(y + 1) * width] : []
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        (0..<width).contains(x) && (0..<height).contains(y)
    }
}

extension Canvas {
    /// Writes our own text, never a stranger's: that goes through `cells(of:)`.
    ///
    /// - Returns: the column after the last character.
    @discardableResult
    package mutating func write(
        _ text: String,
        x: Int,
        y: Int,
        as role: Role = .text,
        overlay: Cell.Overlay = []
    ) -> Int {
        var column = x
        for scalar in text.unicodeScalars {
            self[column, y] = Cell(glyphs.shown(scalar), role, overlay: overlay)
            column += 1
        }
        return column
    }

    /// Writes our own text so that its last character stands in column `right - 1`.
    package mutating func write(
        _ text: String,
        endingAt right: Int,
        y: Int,
        as role: Role = .text,
        overlay: Cell.Overlay = []
    ) {
        write(text, x: right - text.unicodeScalars.count, y: y, as: role, overlay: overlay)
    }

    /// Writes cells, as `cells(of:)` makes them.
    ///
    /// - Returns: the column after the last cell.
    @discardableResult
    package mutating func write(_ cells: [Cell], x: Int, y: Int) -> Int {
        for (offset, cell) in cells.enumerated() {
            // A wide character that the edge would cut in half is not drawn at all.
            let isCut = cell.scalar.columns == 2 && x + offset == width - 1
            self[x + offset, y] = isCut ? Cell(" ", cell.role) : cell
        }
        return x + cells.count
    }

    /// Copies another canvas onto this one with its upper left corner at a place.
    package mutating func paste(_ other: Canvas, x: Int, y: Int) {
        for row in 0..<other.height {
            for column in 0..<other.width { self[x + column, y + row] = other[column, row] }
        }
    }

    /// Fills part of a row with one character; nothing if it ends before it begins.
    package mutating func fill(
        _ scalar: Unicode.Scalar,
        from start: Int,
        upTo end: Int,
        y: Int,
        as role: Role
    ) {
        for column in stride(from: max(0, start), to: min(width, end), by: 1) {
            self[column, y] = Cell(glyphs.shown(scalar), role)
        }
    }

    /// Lays something over a rectangle of cells, keeping what stands there.
    package mutating func lay(_ overlay: Cell.Overlay, on area: Rectangle) {
        for row in stride(from: max(0, area.y), to: min(height, area.bottom), by: 1) {
            // The right half of a wide character has no look of its own.
            for column in stride(from: max(0, area.x), to: min(width, area.right), by: 1)
            where self[column, row] != .covered {
                self[column, row].overlay.insert(overlay)
            }
        }
    }
}

extension Canvas {
    /// The canvas as plain text, one line for each row, trailing spaces removed.
    package var text: String {
        (0..<height).map { y in
            var line = ""
            for cell in row(y) where cell != .covered { line.unicodeScalars.append(cell.scalar) }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
