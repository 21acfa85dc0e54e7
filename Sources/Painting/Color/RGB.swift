/// A colour of the sRGB space.
package struct RGB: Sendable, Hashable {
    /// Red, 0 to 255.
    package var red: UInt8
    /// Green, 0 to 255.
    package var green: UInt8
    /// Blue, 0 to 255.
    package var blue: UInt8

    /// A colour from its parts.
    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// A colour written `#rrggbb`, or `nil` for any other text.
    package init?(hex text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7,
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    /// The colour written `#rrggbb`.
    package var hex: String {
        "#"
            + [red, green, blue].map { part in
                let digits = String(part, radix: 16)
                return part < 16 ? "0" + digits : digits
            }.joined()
    }
}

extension RGB {
    /// The colour on the way to another, evenly to the eye; `share` runs from 0 to 1.
    package func blended(with other: RGB, at share: Double) -> RGB {
        OKLab(from: OKLab(self), to: OKLab(other), at: share).rgb
    }

    /// How bright the colour is, 0 to 1, as WCAG 2 defines relative luminance.
    private var luminance: Double {
        0.2126 * OKLab.linear(red) + 0.7152 * OKLab.linear(green) + 0.0722 * OKLab.linear(blue)
    }

    /// How well one colour can be read on another, 1 to 21, as WCAG 2 defines contrast.
    package func contrast(with other: RGB) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }
}
