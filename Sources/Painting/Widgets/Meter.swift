extension Canvas {
    /// Draws a horizontal meter in `width` columns, end caps included, filled by `share` (0 to 1).
    ///
    /// The fill is exact to an eighth of a column; an unknown share leaves the meter empty.
    package mutating func drawMeter(
        _ share: Double?,
        x: Int,
        y: Int,
        width: Int,
        in gradient: Gradient
    ) {
        let room = width - 2
        guard room > 0 else { return }
        write("▕", x: x, y: y, as: .border)
        write("▏", x: x + width - 1, y: y, as: .border)
        let level = max(0, min(1, share ?? 0))
        let eighths = Int(level * Double(room * 8))
        for column in 0..<room {
            let filled = max(0, min(8, eighths - column * 8))
            let role: Role = filled == 0 ? .meterEmpty : .gradient(gradient, level)
            self[x + 1 + column, y] = Cell(glyphs.shown(Self.fills[filled]), role)
        }
    }

    private static let fills: [Unicode.Scalar] = ["·", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
}
