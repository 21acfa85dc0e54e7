import CacheMetrics

/// The lines of INFO that somebody looks at, put together from a node's numbers as they change.
struct ReportExcerpt: Sendable {
    private let selection: InfoSelection
    private var template = TextTemplate()
    /// The numbers of those lines, among all of the text.
    private var numbers: [Int] = []
    private var (filled, report) = (FilledText(), InfoReport([]))
    private var isUnfilled = true

    init(of selection: InfoSelection) { self.selection = selection }

    /// Has it made of the first lines of a text, from now on.
    mutating func setLines(_ text: NumberedText, count: Int) {
        let chosen = text.lines.prefix(count).filter {
            selection.mayContain(lineBeginningWith: $0.pieces[0])
        }
        numbers = chosen.flatMap { $0.firstNumber..<($0.firstNumber + $0.decimals.count) }
        template = TextTemplate(of: chosen)
        isUnfilled = true
    }

    /// The report with what the numbers are now.
    mutating func read(_ all: [Int64]) -> InfoReport {
        let now = numbers.map { all[$0] }
        if isUnfilled {
            // A part of a text that may be so long.
            _ = filled.fill(template, with: now, atMost: .max)
            isUnfilled = false
        } else {
            filled.refill(template, with: now)
        }
        if case .values(let moves) = filled.change {
            report = InfoReport(filled.bytes, asIn: report, moved: moves)
        } else {
            report = InfoReport(filled.bytes)
        }
        return report
    }
}
