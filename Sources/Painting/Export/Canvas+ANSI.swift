extension Canvas {
    /// The canvas as text with the colour sequences of ECMA-48, one line for each row.
    ///
    /// A row takes no more sequences than it has changes of look, and ends with the look undone.
    package func ansi(in theme: Theme, at depth: ColorDepth) -> String {
        (0..<height).map { y in
            var line = ""
            var current: Look?
            for cell in row(y) where cell != .covered {
                let look = theme.look(of: cell.role, overlay: cell.overlay, at: depth)
                if look != current {
                    line += look.sequence(at: depth)
                    current = look
                }
                line.unicodeScalars.append(cell.scalar)
            }
            return line + "\u{1B}[0m"
        }.joined(separator: "\n")
    }
}

extension Look {
    /// The sequence that turns the terminal from any look to this one.
    fileprivate func sequence(at depth: ColorDepth) -> String {
        var codes = ["0"]
        let known: [(Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (attribute, code) in known where attributes.contains(attribute) { codes.append(code) }
        if let code = Self.code(foreground, base: 30, at: depth) { codes.append(code) }
        if let code = Self.code(background, base: 40, at: depth) { codes.append(code) }
        return "\u{1B}[" + codes.joined(separator: ";") + "m"
    }

    private static func code(_ color: Int32, base: Int32, at depth: ColorDepth) -> String? {
        guard color >= 0, depth != .mono else { return nil }
        if color < 8 { return "\(base + color)" }
        if depth != .truecolor {
            return color < 16 ? "\(base + 52 + color)" : "\(base + 8);5;\(color)"
        }
        return "\(base + 8);2;\(color >> 16);\(color >> 8 & 0xFF);\(color & 0xFF)"
    }
}
