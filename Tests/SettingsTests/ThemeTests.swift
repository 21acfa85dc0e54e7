import Foundation
import Painting
import Settings
import TestSupport
import Testing

struct ThemeTests {
    @Test(arguments: ThemeShelf.names)
    func `every bundled theme is read and found good`(name: String) throws {
        let file = try #require(try ThemeShelf.theme(named: name))
        #expect(file.theme.name == name)
        #expect(ThemeLint.complaints(about: file) == [])
    }

    @Test func `every palette file is bundled`() throws {
        let folder = Fixture.root.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "themes/palettes")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        #expect(Set(files) == Set(ThemeShelf.names.map { "\($0).toml" }))
    }

    @Test(arguments: ThemeShelf.names, ColorDepth.allCases)
    func `warnings, alarms and selection differ from plain text at every depth`(
        name: String,
        depth: ColorDepth
    ) throws {
        let theme = try #require(try ThemeShelf.theme(named: name)).theme
        let plain = theme.look(of: .text, overlay: [], at: depth)
        let looks = [
            theme.look(of: .warning, overlay: [], at: depth),
            theme.look(of: .critical, overlay: [], at: depth),
            theme.look(of: .text, overlay: .selected, at: depth),
        ]
        #expect(Set(looks + [plain]).count == 4)
    }

    @Test func `without colours there are no colours`() throws {
        for name in ThemeShelf.names {
            let theme = try #require(try ThemeShelf.theme(named: name)).theme
            for raw in 0...255 {
                let look = theme.look(of: Role(rawValue: UInt8(raw)), overlay: [], at: .mono)
                #expect(look.foreground == -1 && look.background == -1)
            }
        }
    }

    private static let minimal = """
        [ui]
        bg = "default"
        fg = "#ffffff"
        fg_muted = "fg"
        accent = "#7aa2f7"
        border = "#445566"
        selection_bg = "#2b4a7d"
        selection_fg = "#ffffff"
        [status]
        ok = "#00ff00"
        warn = "#ffff00"
        crit = "#ff0000"

        """

    @Test func `ten keys are enough for a theme`() throws {
        let theme = try ThemeFile(named: "t", toml: Self.minimal).theme
        #expect(theme[.text].foreground.rgb == RGB(255, 255, 255))
        #expect(theme[.disconnected].foreground.rgb == RGB(255, 0, 0))
        #expect(theme[.gradient(.memory, 0.5)].foreground.rgb == RGB(0x7A, 0xA2, 0xF7))
    }

    @Test(arguments: [
        ("[ui]\nbg = \"default\"\n", "lacks the required key fg"),
        (minimal + "[data]\nvalu = \"#ffffff\"\n", "line 14: unknown key valu in [data]"),
        (minimal + "[dat]\nx = 1\n", "unknown section [dat]"),
        (minimal + "[data]\nvalue = \"#fffff\"\n", "line 14: value is not a colour"),
        (minimal + "[data]\nvalue = \"ansi:puce\"\n", "value is not a colour"),
        (minimal + "[data]\nvalue = \"idx:3\"\n", "value is not a colour"),
        (minimal + "[data]\nvalue = \"$nope\"\n", "[palette] has no nope"),
        (minimal + "[data]\nvalue = \"nope\"\n", "nope is neither a colour nor a key"),
        (minimal + "[data]\nvalue = \"label\"\nlabel = \"value\"\n", "refers to itself"),
        (
            minimal + "[palette]\na = \"$b\"\nb = \"$a\"\n[data]\nvalue = \"$a\"\n",
            "refers to itself"
        ),
        (minimal + "[gradient]\nmemory = []\n", "memory is a list of 1 to 5 colours"),
        (minimal + "[meta]\nversion = 2\n", "version is not 1"),
        (minimal + "[meta]\nvariant = \"dusk\"\n", "variant is dark, light or any"),
        ("[ui\n", "line 1"),
        ("ui = 3\n", "ui is not a section"),
    ])
    func `a mistake in a theme is named with its place`(toml: String, problem: String) {
        #expect { try ThemeFile(named: "t", toml: toml) } throws: { error in
            let text = "\(error)"
            return text.contains(problem) && !text.contains("\n")
        }
    }

    @Test
    func
        `a colour may name its number, its place in the user's palette and its look without colours`()
        throws
    {
        let toml = Self.minimal.replacing(
            "crit = \"#ff0000\"",
            with:
                "crit = { rgb = \"#ff6b5e\", idx = 203, ansi = \"bright-red\", mono = \"bold+reverse\", bold = true }"
        )
        let style = try ThemeFile(named: "t", toml: toml).theme[.critical]
        #expect(style.foreground == Paint(rgb: RGB(255, 107, 94), index: 203, ansi: 9))
        #expect(style.attributes == .bold)
        #expect(style.monoAttributes == [.bold, .reverse])
    }

    @Test func `a theme that cannot be read is told why`() throws {
        let toml = Self.minimal.replacing("fg = \"#ffffff\"", with: "fg = \"#333333\"")
        let file = try ThemeFile(named: "t", toml: toml)
        #expect(ThemeLint.complaints(about: file).contains { $0.hasPrefix("fg: contrast 1.") })
    }
}
