import Painting
import Terminal

/// One line on the terminal that says how far something long got; nothing where there is no terminal.
enum ProgressBar {
    private static let isShown = Machine.errorIsTerminal

    /// Shows how many of how many there are.
    static func show(_ count: Int, of all: Int, _ things: String) {
        let share = all > 0 ? Double(count) / Double(all) : 0
        show(share, "\(Figures.count(Double(count))) \(things)")
    }

    /// Shows a share and what it means.
    static func show(_ share: Double, _ text: String) {
        guard isShown else { return }
        let filled = Int(min(1, max(0, share)) * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
        printError("\r\u{1B}[K▕\(bar)▏ \(text)")
    }

    /// Takes the line away.
    static func end() { if isShown { printError("\r\u{1B}[K") } }
}
