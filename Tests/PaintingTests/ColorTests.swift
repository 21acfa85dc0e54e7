import Painting
import Testing

struct ColorTests {
    @Test func `a colour is read and written`() {
        #expect(RGB(hex: "#ff6b5e") == RGB(255, 107, 94))
        #expect(RGB(255, 107, 94).hex == "#ff6b5e")
        for text in ["ff6b5e", "#ff6b5", "#gg0000", "#ff6b5e0", ""] {
            #expect(RGB(hex: text) == nil)
        }
    }

    @Test(
        arguments: [
            (RGB(0, 0, 0), 16), (RGB(255, 255, 255), 231), (RGB(255, 0, 0), 196),
            (RGB(128, 128, 128), 244),
        ] as [(RGB, UInt8)]
    )
    func `the nearest of 256 colours is the nearest to the eye`(color: RGB, index: UInt8) {
        #expect(color.nearestIndex == index)
    }

    @Test(
        arguments: [
            (RGB(255, 60, 60), 1), (RGB(40, 180, 90), 2), (RGB(20, 20, 20), 0),
            (RGB(250, 250, 250), 15),
        ] as [(RGB, UInt8)]
    )
    func `the nearest of sixteen colours has the same hue`(color: RGB, ansi: UInt8) {
        #expect(color.nearestANSI % 8 == ansi % 8)
    }

    @Test func `contrast is WCAG's`() {
        #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 0.01)
        #expect(abs(RGB(119, 119, 119).contrast(with: RGB(255, 255, 255)) - 4.48) < 0.01)
    }

    @Test func `a blend is even to the eye and ends where it should`() {
        let (one, other) = (RGB(47, 111, 143), RGB(232, 208, 74))
        #expect(one.blended(with: other, at: 0) == one)
        #expect(one.blended(with: other, at: 1) == other)
    }

    @Test func `truecolour never uses the numbers that mean the palette`() {
        #expect(Paint(rgb: RGB(0, 0, 3)).number(at: .truecolor) == 8)
        #expect(Paint(rgb: RGB(1, 2, 3)).number(at: .truecolor) == 0x010203)
    }

    @Test func `a selected row is seen with and without colours`() {
        var theme = Theme(name: "t", variant: .dark)
        theme.selection = Paint(rgb: RGB(43, 74, 125))
        let plain = theme.look(of: .text, overlay: [], at: .truecolor)
        #expect(theme.look(of: .text, overlay: .selected, at: .truecolor) != plain)
        let mono = theme.look(of: .text, overlay: [], at: .mono)
        #expect(theme.look(of: .text, overlay: .selected, at: .mono).attributes.contains(.reverse))
        #expect(theme.look(of: .text, overlay: .selectedElsewhere, at: .mono) != mono)
        #expect(theme.look(of: .text, overlay: .dimmed, at: .mono).attributes.contains(.dim))
    }
}
