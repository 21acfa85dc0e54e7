/// Which characters may be drawn.
package enum GlyphSet: Sendable, Hashable {
    /// Everything a UTF-8 terminal shows: box drawing, blocks, braille.
    case unicode
    /// ASCII only, for other locales and for readers that speak what they see.
    case ascii

    /// The character to draw for one of ours.
    func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch self {
        case .unicode: scalar
        case .ascii: scalar.isASCII ? scalar : scalar.asciiEquivalent
        }
    }
}

extension Unicode.Scalar {
    fileprivate var asciiEquivalent: Unicode.Scalar {
        switch value {
        case 0x2801...0x28FF: brailleEquivalent
        case 0x2800: " "
        default: equivalents[self] ?? "?"
        }
    }

    /// A braille pattern by how many dots it has: `.` few, `:` some, `|` many, `#` nearly all.
    private var brailleEquivalent: Unicode.Scalar {
        switch (value - 0x2800).nonzeroBitCount {
        case 0...2: "."
        case 3...4: ":"
        case 5...6: "|"
        default: "#"
        }
    }
}

private let equivalents: [Unicode.Scalar: Unicode.Scalar] = [
    "✖": "X", "▲": "^", "●": "i", "✔": ".", "○": "o", "▼": "v", "▶": ">", "‖": "|", "◂": "<",
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "─": "-", "│": "|", "├": "+", "└": "+", "┤": "+",
    "╌": "-", "┃": "|", "▕": "[", "▏": "]", "›": ">", "‹": "<", "·": ".", "…": "~", "–": "-",
    "Δ": "d", "∞": "~", "±": "~", "≤": "<", "≥": ">", "×": "x", "→": ">", "↵": "^", "µ": "u",
    "▁": ".", "▂": ".", "▃": ":", "▄": ":", "▅": "|", "▆": "|", "▇": "#", "█": "#", "▉": "#",
    "▊": "#", "▋": "#", "▌": "#", "▍": ":", "▎": ":", "═": "=", "↑": "^", "↓": "v", "←": "<",
]
