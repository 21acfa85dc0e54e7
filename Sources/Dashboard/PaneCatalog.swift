/// Every pane, by the digit that goes to it.
///
/// To add one, write it in `Panes/` and list it here; nothing else needs to change. Two panes may
/// share a digit: zoomed, the first of them shows what both know.
package enum PaneCatalog {
    /// A pane and its place in the overviews.
    struct Entry: Sendable {
        let pane: any Pane
        let digit: Int
        /// The row of the large overview it stands in, from above.
        let band: Int
        /// Its share of the row's width.
        let weight: Int
        /// Its row in the medium overview, or `nil` if it is one line there.
        let mediumBand: Int?
    }

    /// All panes, in reading order.
    static let all: [Entry] = [
        Entry(pane: MemoryPane(), digit: 1, band: 0, weight: 56, mediumBand: 0),
        Entry(pane: OperationsPane(), digit: 5, band: 0, weight: 42, mediumBand: nil),
        Entry(pane: EvictionsPane(), digit: 4, band: 0, weight: 42, mediumBand: 0),
        Entry(pane: HotKeysPane(), digit: 2, band: 1, weight: 70, mediumBand: 1),
        Entry(pane: TrendingPane(), digit: 3, band: 1, weight: 70, mediumBand: 1),
        Entry(pane: CommandsPane(), digit: 5, band: 2, weight: 56, mediumBand: nil),
        Entry(pane: FindingsPane(), digit: 6, band: 2, weight: 42, mediumBand: nil),
        Entry(pane: NodesPane(), digit: nodesDigit, band: 2, weight: 42, mediumBand: nil),
    ]

    /// The digit of the pane that chooses which node the others show.
    static let nodesDigit = 7
    /// The digit of the findings.
    static let findingsDigit = 6

    /// The digits, each once, ascending.
    static let digits = Set(all.map(\.digit)).sorted()

    /// The pane that a digit zooms.
    static func zoomed(_ digit: Int) -> (any Pane)? {
        all.first { $0.digit == digit }?.pane
    }

    /// The names of the rows that can be selected in the panes of a digit.
    static func rows(of digit: Int, in scene: Scene) -> [[UInt8]] {
        all.filter { $0.digit == digit }.map { $0.pane.rows(scene) }.first { !$0.isEmpty } ?? []
    }

    /// How many columns the rows of a digit can be sorted by.
    static func sortColumns(of digit: Int) -> Int {
        all.filter { $0.digit == digit }.map(\.pane.sortColumns.count).max() ?? 0
    }

    /// The digit of a pane by its name, the beginning of its name, or the digit itself.
    package static func digit(named name: String) -> Int? {
        let wanted = name.lowercased()
        if let digit = Int(wanted) { return digits.contains(digit) ? digit : nil }
        return all.first { $0.pane.title.lowercased().hasPrefix(wanted) }?.digit
    }

    /// Every pane's title, the digits in front, for the tests that draw each of them.
    package static var panes: [(digit: Int, pane: any Pane)] { all.map { ($0.digit, $0.pane) } }
}
