import Painting
import TestSupport
import Testing

struct HostileTextTests {
    @Test(arguments: [
        ("plain:key", "plain:key"),
        ("a\\b", "a\\\\b"),
        ("a\nb\rc\td\u{7}e\u{8}f", "a\\nb\\rc\\td\\ae\\bf"),
        ("\u{1B}]0;pwn\u{7}", "\\x1b]0;pwn\\a"),
        ("\u{0}\u{7F}", "\\x00\\x7f"),
        ("\u{85}\u{9B}2J", "\\u{85}\\u{9B}2J"),
        ("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}", "a\\u{202E}b\\u{2066}c\\u{200B}d\\u{FEFF}"),
        ("caf\u{e9}", "caf\u{e9}"),
        ("cafe\u{301}", "cafe\\u{301}"),
        ("日本語", "日本語"),
        ("👩‍👧", "👩\\u{200D}👧"),
        ("a\u{A0}b\u{AD}c", "a\\u{A0}b\\u{AD}c"),
        ("\u{E0041}", "\\u{E0041}"),
        ("שלום", "\\u{5E9}\\u{5DC}\\u{5D5}\\u{5DD}"),
        ("🇩🇪", "\\u{1F1E9}\\u{1F1EA}"),
    ])
    func `what would not print as itself is written out`(text: String, shown: String) {
        #expect(escapedText(Array(text.utf8)) == shown)
    }

    @Test(
        arguments: [
            ([0xFF, 0x61], "\\xffa"), ([0xC3], "\\xc3"), ([0xC0, 0xAF], "\\xc0\\xaf"),
            ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
            ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
        ] as [([UInt8], String)]
    )
    func `bytes that are no UTF-8 are written out one by one`(bytes: [UInt8], shown: String) {
        #expect(escapedText(bytes) == shown)
    }

    @Test func `a line for people is made harmless once, not twice`() {
        let name = "a\\b\u{1B}[31m\n"
        let line = harmlessLine("cannot open \(name)")
        #expect(line == "cannot open a\\b\\x1b[31m\\n")
        #expect(harmlessLine(line) == line)
        #expect(harmlessLine(escapedText(name.utf8)) == escapedText(name.utf8))
    }

    @Test func `ASCII terminals get ASCII only`() {
        let shown = escapedText(Array("é日🔥─".utf8), glyphs: .ascii)
        #expect(shown == "\\u{E9}\\u{65E5}\\u{1F525}\\u{2500}")
        #expect(
            cells(of: "日本語日本語".utf8, columns: 9, glyphs: .ascii).allSatisfy { $0.scalar.isASCII }
        )
    }

    @Test func `no bytes whatever reach the screen as anything but printable cells`() {
        var random = SeededGenerator(seed: 50)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ -> UInt8 in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : Self.telling.randomElement(using: &random) ?? 0
            }
            for cell in cells(of: bytes, columns: 80) where cell != .covered {
                #expect(Self.isPrintable(cell.scalar), "\(bytes) drew \(cell.scalar.value)")
            }
        }
    }

    @Test func `different keys look different, cut short or not`() {
        var random = SeededGenerator(seed: 51)
        var seen: [String: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                Self.telling.randomElement(using: &random) ?? 0
            }
            let shown = escapedText(bytes)
            if let other = seen[shown] { #expect(other == bytes) }
            seen[shown] = bytes
        }
    }

    @Test(arguments: 0...14)
    func `text never takes more columns than it was given`(columns: Int) {
        for text in [
            "session:7f3a-91c2-0d04", "日本語日本語日本", "\u{1B}\u{1B}\u{1B}\u{1B}\u{1B}", "a", "",
        ] {
            for cut in [TextCut.end, .middle] {
                let drawn = cells(of: text.utf8, columns: columns, cut: cut)
                #expect(drawn.count <= columns)
            }
        }
    }

    @Test func `a long key keeps its beginning and its end`() {
        let drawn = cells(
            of: "session:7f3a0000000000000000000091c2".utf8,
            columns: 18,
            cut: .middle
        )
        let text = String(String.UnicodeScalarView(drawn.map(\.scalar)))
        #expect(text == "session:7f3…0091c2")
    }

    @Test func `escapes are marked, so that data cannot imitate them`() {
        let drawn = cells(of: "a\u{1B}b".utf8, columns: 20)
        #expect(drawn.map(\.role) == [.text, .escape, .escape, .escape, .escape, .text])
    }

    @Test func `a huge name costs no more than what is looked at`() {
        let huge = [UInt8](repeating: 0x41, count: 5_000_000)
        #expect(cells(of: huge, columns: 10).count == 10)
        #expect(!isPlain(huge))
    }

    private static let telling: [UInt8] = [
        0x1B, 0x5B, 0x5D, 0x07, 0x0D, 0x0A, 0x08, 0x00, 0x7F, 0x9B, 0xC2, 0xE2, 0x80, 0xAE, 0xF0,
        0x9F, 0x5C, 0x41,
    ]

    /// What may reach a terminal as data: nothing that moves, hides or joins.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator,
            .nonspacingMark, .enclosingMark, .spacingMark:
            false
        case .spaceSeparator: scalar == " "
        default: scalar.columns > 0
        }
    }
}
