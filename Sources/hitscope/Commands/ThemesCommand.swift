import ArgumentParser
import Painting
import Settings

/// The themes, or a judgement of one.
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes",
        abstract: "List the themes, or judge one."
    )

    @Option(help: "A theme file to judge.")
    var lint: String?

    mutating func run() throws {
        do {
            if let lint {
                let bundled = try ThemeShelf.theme(named: lint)
                try judge(try bundled ?? ScreenOptions.themeFile(lint), named: lint)
            } else {
                try list()
            }
        } catch let error as ThemeError {
            throw CommandFailure(message: error.description, code: .cannotStart)
        }
    }

    private func list() throws {
        for name in ThemeShelf.names {
            guard let file = try ThemeShelf.theme(named: name) else { continue }
            let note = name == ThemeShelf.names[0] ? "  (default)" : ""
            printOut(name.padded(to: 10) + file.theme.variant.rawValue + note)
        }
    }

    private func judge(_ file: ThemeFile, named name: String) throws {
        let complaints = ThemeLint.complaints(about: file)
        for complaint in complaints { printOut(complaint) }
        guard complaints.isEmpty else {
            let count = complaints.count == 1 ? "1 complaint" : "\(complaints.count) complaints"
            throw CommandFailure(message: "\(name): \(count)", code: .warning)
        }
        printOut("\(harmlessLine(name)): good")
    }
}

extension String {
    /// The text with blanks behind it up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
    }
}
