/// A colour as a theme names it, good for every kind of terminal.
package struct Paint: Sendable, Hashable {
    /// The exact colour, or `nil` for one that only the terminal knows.
    package var rgb: RGB?
    /// The colour's number, 16 to 255, in the palette every 256-colour terminal shares.
    package var index: UInt8?
    /// The colour's number, 0 to 15, in the palette the user may have repainted.
    package var ansi: UInt8?

    /// The terminal's own foreground or background.
    package static let terminalDefault = Paint(rgb: nil, index: nil, ansi: nil)

    /// A colour from what is known of it; what is missing is computed when needed.
    package init(rgb: RGB?, index: UInt8? = nil, ansi: UInt8? = nil) {
        self.rgb = rgb
        self.index = index
        self.ansi = ansi
    }

    /// The colour as a number for a terminal of a depth: -1 for the terminal's default.
    ///
    /// For truecolour it is `0xRRGGBB`, but never below 8: there, terminals mean the palette.
    package func number(at depth: ColorDepth) -> Int32 {
        switch depth {
        case .mono: return -1
        case .ansi: return ansi.map { Int32($0) } ?? rgb.map { Int32($0.nearestANSI) } ?? -1
        case .indexed:
            if let index { return Int32(index) }
            if rgb == nil, let ansi { return Int32(ansi) }
            return rgb.map { Int32($0.nearestIndex) } ?? -1
        case .truecolor:
            guard let rgb else { return ansi.map { Int32($0) } ?? index.map { Int32($0) } ?? -1 }
            let value = Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue)
            return max(8, value)
        }
    }
}

extension RGB {
    /// The nearest of the common palette's colours 16 to 255, by difference to the eye.
    ///
    /// Colours 0 to 15 are left out: users repaint those.
    package var nearestIndex: UInt8 {
        let mine = OKLab(self)
        var best: (index: UInt8, distance: Double) = (16, .infinity)
        for index in UInt8(16)...255 {
            let distance = mine.distance(to: OKLab(RGB(index: index)))
            if distance < best.distance { best = (index, distance) }
        }
        return best.index
    }

    /// A colour of the common palette, 16 to 255: a 6×6×6 cube and a ramp of greys.
    init(index: UInt8) {
        guard index < 232 else {
            let grey = 8 + (index - 232) * 10
            self.init(grey, grey, grey)
            return
        }
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        let cube = Int(max(16, index)) - 16
        self.init(levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
    }

    /// The nearest in spirit of the sixteen colours: by hue, with grey where there is none.
    package var nearestANSI: UInt8 {
        let lab = OKLab(self)
        let colorfulness = (lab.a * lab.a + lab.b * lab.b).squareRoot()
        if colorfulness < 0.04 {
            return lab.lightness < 0.3 ? 0 : lab.lightness < 0.6 ? 8 : lab.lightness < 0.85 ? 7 : 15
        }
        let candidates: [(UInt8, RGB)] = [
            (1, RGB(205, 49, 49)), (2, RGB(13, 188, 121)), (3, RGB(229, 229, 16)),
            (4, RGB(36, 114, 200)), (5, RGB(188, 63, 188)), (6, RGB(17, 168, 205)),
        ]
        let byHue = candidates.min { one, other in
            OKLab(one.1).hueDistance(to: lab) < OKLab(other.1).hueDistance(to: lab)
        }
        let base = byHue?.0 ?? 7
        return lab.lightness > 0.72 ? base + 8 : base
    }
}

extension OKLab {
    /// How far two hues are apart: 0 for the same, 2 for opposite ones.
    fileprivate func hueDistance(to other: OKLab) -> Double {
        let mine = max(1e-9, (a * a + b * b).squareRoot())
        let others = max(1e-9, (other.a * other.a + other.b * other.b).squareRoot())
        return 1 - (a * other.a + b * other.b) / (mine * others)
    }
}
