extension Canvas {
    /// The canvas as a picture: a scalable one, with the text in it as text.
    ///
    /// Runs of one look are one element each, stretched to the columns they take, so that the picture
    /// keeps its shape in whatever monospaced font it is shown. Braille, which few of them have, is
    /// drawn dot by dot. What the theme leaves to the terminal is drawn as a terminal of the theme's
    /// kind would.
    package func svg(in theme: Theme) -> String {
        let (cellWidth, cellHeight) = (8.4, 17.0)
        let (width, height) = (
            Double(self.width) * cellWidth + 20, Double(self.height) * cellHeight + 20
        )
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.short) \(height.short)" \
            width="\(width.short)" height="\(height.short)" font-size="14" xml:space="preserve" \
            font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace">
            <rect width="100%" height="100%" rx="6" fill="\(theme.paper.hex)"/>

            """
        for y in 0..<self.height {
            let top = Double(y) * cellHeight + 10
            for run in runs(of: y, in: theme) {
                svg += run.element(
                    x: Double(run.start) * cellWidth + 10,
                    top: top,
                    cellWidth,
                    cellHeight,
                    theme
                )
            }
        }
        return svg + "</svg>\n"
    }

    private func runs(of y: Int, in theme: Theme) -> [SVGRun] {
        var runs: [SVGRun] = []
        for (x, cell) in row(y).enumerated() {
            let look = theme.look(of: cell.role, overlay: cell.overlay, at: .truecolor)
            if let last = runs.indices.last, runs[last].look == look,
                runs[last].start + runs[last].columns == x
            {
                runs[last].append(cell)
            } else {
                runs.append(SVGRun(start: x, cell, look))
            }
        }
        return runs.filter(\.isVisible)
    }
}

/// Neighbouring cells of one look.
private struct SVGRun {
    let start: Int
    let look: Look
    var text: String
    var columns: Int
    /// Braille patterns by their columns, counted from the run's first.
    private var patterns: [(column: Int, dots: UInt32)] = []

    init(start: Int, _ cell: Cell, _ look: Look) {
        self.start = start
        self.look = look
        text = ""
        columns = 0
        append(cell)
    }

    mutating func append(_ cell: Cell) {
        columns += 1
        switch cell.scalar {
        case "\0": break
        case "\u{2800}"..."\u{28FF}":
            patterns.append((columns - 1, cell.scalar.value - 0x2800))
            text += " "
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        default: text.unicodeScalars.append(cell.scalar)
        }
    }

    var isVisible: Bool {
        look.background >= 0 || look.attributes.contains(.reverse) || !patterns.isEmpty
            || text.contains { $0 != " " }
    }

    func element(
        x: Double,
        top: Double,
        _ cellWidth: Double,
        _ cellHeight: Double,
        _ theme: Theme
    ) -> String {
        var (front, back) = (theme.color(look.foreground, else: theme.ink), look.background)
        var behind: RGB? = back >= 0 ? theme.color(back, else: theme.paper) : nil
        if look.attributes.contains(.reverse) {
            let old = front
            front = behind ?? theme.paper
            behind = old
            back = 0
        }
        let width = (Double(columns) * cellWidth).short
        var element = ""
        if let behind {
            element += """
                <rect x="\(x.short)" y="\(top.short)" width="\(width)" height="\(cellHeight.short)" fill="\(behind.hex)"/>

                """
        }
        element += dots(x: x, top: top, cellWidth, front)
        guard text.contains(where: { $0 != " " }) else { return element }
        let weight = look.attributes.contains(.bold) ? " font-weight=\"bold\"" : ""
        let opacity = look.attributes.contains(.dim) ? " opacity=\"0.6\"" : ""
        return element + """
            <text x="\(x.short)" y="\((top + 13).short)" textLength="\(width)" fill="\(front.hex)"\(weight)\(opacity)>\(text)</text>

            """
    }

    /// The bits of a braille pattern in each of its four rows, left and right (Unicode 17, 24.15).
    private static let dotRows: [(left: UInt32, right: UInt32)] = [
        (0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80),
    ]

    /// The dots of the run's braille patterns: lines of them, dashed so that each dash is a dot.
    private func dots(x: Double, top: Double, _ cellWidth: Double, _ color: RGB) -> String {
        let pitch = cellWidth / 2
        var path = ""
        for (row, bits) in Self.dotRows.enumerated() {
            let places = patterns.flatMap { column, dots in
                (dots & bits.left != 0 ? [column * 2] : [])
                    + (dots & bits.right != 0 ? [column * 2 + 1] : [])
            }
            let y = top + 2.5 + Double(row) * 4
            var rest = places[...]
            while let first = rest.first {
                let length = zip(rest, first...).prefix { $0 == $1 }.count
                rest = rest.dropFirst(length)
                let left = x + pitch / 2 + Double(first) * pitch
                let width = Double(length - 1) * pitch + 0.1
                path += "M\(left.short) \(y.short)h\(width.short)"
            }
        }
        guard !path.isEmpty else { return "" }
        return """
            <path d="\(path)" stroke="\(color.hex)" stroke-width="2" stroke-linecap="round" \
            stroke-dasharray="0 \(pitch.short)"/>

            """
    }
}

extension Theme {
    /// What a terminal of the theme's kind has behind its text.
    fileprivate var paper: RGB {
        background.rgb ?? (variant == .light ? RGB(0xFB, 0xFA, 0xF7) : RGB(0x10, 0x12, 0x16))
    }

    /// What a terminal of the theme's kind writes in.
    fileprivate var ink: RGB { variant == .light ? RGB(0x22, 0x26, 0x2B) : RGB(0xD4, 0xD4, 0xD4) }

    /// A colour number of a truecolour terminal as a colour.
    fileprivate func color(_ number: Int32, else fallback: RGB) -> RGB {
        guard number >= 0 else { return fallback }
        if number < 16 { return RGB.usualPalette[Int(number)] }
        return RGB(UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
    }
}

extension RGB {
    /// The sixteen colours as terminals commonly have them.
    fileprivate static let usualPalette = [
        RGB(0, 0, 0), RGB(205, 49, 49), RGB(13, 188, 121), RGB(229, 229, 16), RGB(36, 114, 200),
        RGB(188, 63, 188), RGB(17, 168, 205), RGB(204, 204, 204), RGB(102, 102, 102),
        RGB(241, 76, 76), RGB(35, 209, 139), RGB(245, 245, 67), RGB(59, 142, 234),
        RGB(214, 112, 214), RGB(41, 184, 219), RGB(255, 255, 255),
    ]
}

extension Double {
    /// A coordinate with one decimal, without it where it is zero.
    fileprivate var short: String {
        let tenths = Int((self * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }
}
