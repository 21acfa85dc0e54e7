extension Canvas {
    /// Draws values as one row of bars, oldest left, each scaled to the highest.
    ///
    /// A `nil` is a gap, but before the first value it is only a beginning and stays blank.
    package mutating func drawSparkline(_ values: [Double?], x: Int, y: Int, as role: Role) {
        let highest = values.compactMap(\.self).max() ?? 0
        let beginning = values.firstIndex { $0 != nil } ?? values.count
        for (offset, value) in values.enumerated().dropFirst(beginning) {
            guard let value else {
                self[x + offset, y] = Cell(glyphs.shown("·"), .gap)
                continue
            }
            let step = highest > 0 ? Int((value / highest * 7).rounded()) : 0
            let bar = Self.bars[max(0, min(7, step))]
            let overlay: Cell.Overlay = offset == values.count - 1 ? .bold : []
            self[x + offset, y] = Cell(glyphs.shown(bar), role, overlay: overlay)
        }
    }

    private static let bars: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
