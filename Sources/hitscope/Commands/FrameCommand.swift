import ArgumentParser
import Dashboard
import Painting
import Recording
import Settings

/// One frame of a recording, exactly as the dashboard drew it.
struct FrameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Draw one frame of a recording as text or as a picture."
    )

    @Argument(help: "The recording.")
    var file: String

    @Option(parsing: .unconditional, help: "The moment: RFC 3339, 14:03, +90s, -10s, 42% or #7200.")
    var at: MomentArgument?

    @Option(help: ArgumentHelp("Columns and rows.", valueName: "140x45"))
    var size = SizeArgument(width: 140, height: 45)

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("What to draw.", valueName: "text|ansi|svg")
    )
    var format = Format.text

    @Option(help: "Zoom a pane, by its name or digit.")
    var pane: String?

    @OptionGroup var screen: ScreenOptions
    @OptionGroup var settings: ConfigurationOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, ansi, svg
    }

    mutating func run() throws {
        let configuration = try settings.read()
        let recording = try OpenRecording(file, under: configuration.policy)
        let tick = try at?.tick(in: recording.reader) ?? recording.reader.ticks.count - 1
        let glyphs: GlyphSet = screen.ascii ? .ascii : .unicode
        let theme = try screen.chosenTheme(configuration)
        var state = recording.state(
            at: tick,
            width: size.width,
            height: size.height,
            glyphs: glyphs
        )
        if let pane {
            guard let digit = PaneCatalog.digit(named: pane) else {
                let names = PaneCatalog.panes.map { "\($0.digit) \($0.pane.title)" }.joined(
                    separator: ", "
                )
                throw ValidationError("no pane \"\(pane)\"; there are \(names)")
            }
            _ = state.apply(.key(.character(Unicode.Scalar(UInt8(48 + digit)))))
            _ = state.apply(.key(.enter))
        }
        let canvas = Screen.canvas(of: state.scene, width: size.width, height: size.height)
        switch format {
        case .text: printOut(canvas.text)
        case .ansi: printOut(canvas.ansi(in: theme, at: screen.chosenDepth ?? .truecolor))
        case .svg: printOut(canvas.svg(in: theme), terminator: "")
        }
    }
}
