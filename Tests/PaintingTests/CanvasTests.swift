import Painting
import Testing

struct CanvasTests {
    @Test func `drawing outside is clipped`() {
        var canvas = Canvas(width: 4, height: 2)
        canvas.write("hello", x: 2, y: 0)
        canvas.write("hello", x: -3, y: 1)
        canvas.write("hello", x: 0, y: 7)
        canvas.fill("x", from: -5, upTo: 99, y: -1, as: .text)
        canvas.fill("x", from: 3, upTo: -3, y: 0, as: .text)
        canvas.lay(.bold, on: Rectangle(x: -5, y: -5, width: 99, height: 99))
        canvas.lay(.bold, on: Rectangle(x: 0, y: 0, width: -4, height: .max))
        #expect(canvas.text == "  he\nlo")
    }

    @Test(arguments: [(0, 0), (-1, 5), (5, -1), (1, 1)])
    func `a canvas may have no size`(width: Int, height: Int) {
        var canvas = Canvas(width: width, height: height)
        canvas.drawBox(Box(title: "t"))
        canvas.drawMeter(0.5, x: 0, y: 0, width: width, in: .memory)
        canvas.drawSparkline([1, 2], x: 0, y: 0, as: .text)
        canvas.draw(
            Graph(values: [1], lowest: 0, highest: 1, gradient: .heat),
            x: 0,
            y: 0,
            width: width,
            height: height
        )
        #expect(canvas.row(0).count == max(0, width) * (height > 0 ? 1 : 0))
    }

    @Test func `a wide character is never cut in half`() {
        var canvas = Canvas(width: 5, height: 1)
        canvas.write(cells(of: "日本語".utf8, columns: 6), x: 0, y: 0)
        #expect(canvas.text == "日本")
        #expect(canvas.row(0).count == 5)
    }

    @Test func `a box has its title above and its notes on the edges`() {
        var canvas = Canvas(width: 25, height: 3)
        var box = Box(title: "1 Memory")
        box.note = [Cell]("98.1%", .value)
        box.footnote = [Cell]("7 of 9", .value)
        canvas.drawBox(box)
        #expect(
            canvas.text == """
                ╭─ 1 Memory ──── 98.1% ─╮
                │                       │
                ╰────────────── 7 of 9 ─╯
                """
        )
    }

    @Test func `a narrow box leaves out what does not fit`() {
        var canvas = Canvas(width: 12, height: 2)
        var box = Box(title: "Memory")
        box.note = [Cell]("98.1%", .value)
        canvas.drawBox(box)
        #expect(canvas.text == "╭─ Memory ─╮\n╰──────────╯")
    }

    @Test func `in ASCII every line of a picture is ASCII`() {
        var canvas = Canvas(width: 20, height: 4, glyphs: .ascii)
        canvas.drawBox(Box(title: "x"))
        canvas.drawMeter(0.55, x: 1, y: 1, width: 18, in: .memory)
        canvas.drawSparkline([1, 2, nil, 8], x: 1, y: 2, as: .text)
        canvas.draw(
            Graph(values: [0, 1, 2, 3, nil, nil], lowest: 0, highest: 3, gradient: .heat),
            x: 8,
            y: 1,
            width: 8,
            height: 2
        )
        #expect(canvas.text.utf8.allSatisfy { $0 < 128 })
    }

    @Test func `text in markup is escaped`() throws {
        var canvas = Canvas(width: 10, height: 1)
        canvas.write(cells(of: "<a>&\"".utf8, columns: 10), x: 0, y: 0)
        let svg = canvas.svg(in: Theme(name: "t", variant: .dark))
        #expect(svg.contains("&lt;a&gt;&amp;"))
        #expect(!svg.contains("<a>"))
        // Few fonts have braille: it is drawn, all of a row in one stroke.
        var graph = Canvas(width: 3, height: 1, glyphs: .unicode)
        graph.write("⣿⡇ ", x: 0, y: 0)
        let drawn = graph.svg(in: Theme(name: "t", variant: .dark))
        #expect(drawn.contains("M12.1 12.5h8.5M12.1 16.5h8.5"))
        #expect(!drawn.contains("⣿"))
    }

    @Test func `ANSI text says each look once and ends with none`() {
        var canvas = Canvas(width: 6, height: 1)
        canvas.write("abc", x: 0, y: 0, as: .critical)
        canvas.write("def", x: 3, y: 0, as: .text)
        var theme = Theme(name: "t", variant: .dark)
        theme[.critical] = Style(foreground: Paint(rgb: RGB(255, 0, 0)))
        #expect(
            canvas.ansi(in: theme, at: .truecolor)
                == "\u{1B}[0;38;2;255;0;0mabc\u{1B}[0mdef\u{1B}[0m"
        )
        #expect(canvas.ansi(in: theme, at: .mono) == "\u{1B}[0mabcdef\u{1B}[0m")
    }

    @Test func `what is laid over a wide character leaves it one`() {
        var canvas = Canvas(width: 6, height: 1, glyphs: .unicode)
        canvas.write("日本", x: 0, y: 0)
        canvas.lay(.dimmed, on: Rectangle(x: 0, y: 0, width: 6, height: 1))
        #expect(canvas.text == "日本")
    }
}
