import ArgumentParser
import FoundationEssentials
import Painting
import Settings
import Terminal

/// How the screen looks.
struct ScreenOptions: ParsableArguments {
    @Option(help: "A theme's name (see hitscope themes) or file.")
    var theme: String?

    @Option(help: ArgumentHelp("Colours to use.", valueName: "never|16|256|truecolor"))
    var color: ColorDepth?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    /// The theme to draw in: where none is given here, that of the configuration.
    func chosenTheme(_ configuration: Configuration) throws -> Theme {
        let name =
            theme ?? (prefersNoColor ? "mono" : configuration.theme ?? ThemeShelf.names[0])
        do {
            if let file = try ThemeShelf.theme(named: name) { return file.theme }
            return try Self.themeFile(name).theme
        } catch let error as ThemeError {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
    }

    /// The colours to use, or `nil` to find out what the terminal has.
    var chosenDepth: ColorDepth? { color ?? (prefersNoColor ? .mono : nil) }

    /// Whether the user has asked all programs not to use colours (no-color.org).
    private var prefersNoColor: Bool {
        color == nil && Machine.environment("NO_COLOR").map { !$0.isEmpty } ?? false
    }

    /// Reads a theme from a file that is not one of the bundled ones.
    static func themeFile(_ path: String) throws -> ThemeFile {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 1 << 20 else {
            let known = ThemeShelf.names.joined(separator: ", ")
            let message = "no theme \"\(path)\": it is not a readable file and not one of \(known)"
            throw CommandFailure(message: message, code: .cannotStart)
        }
        return try ThemeFile(named: path, toml: String(decoding: data, as: UTF8.self))
    }
}

extension ColorDepth: ExpressibleByArgument {}
