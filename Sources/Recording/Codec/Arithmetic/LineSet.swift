/// The lines of a text and what follows from them alone: worked out once, since texts whose lines come
/// and go have the same ones again and again.
struct LineSet: Sendable {
    private let lines: [NumberedText.Line]
    /// The text without its numbers.
    let template: TextTemplate
    /// What follows from what, where the text is INFO.
    let derivations: [Derivation]

    /// The first lines of a text, from scratch.
    init(of text: NumberedText, lines count: Int, isInfo: Bool) {
        lines = Array(text.lines.prefix(count))
        template = TextTemplate(of: lines)
        derivations = isInfo ? Derivation.all(in: text, lines: count) : []
    }

    /// Whether the first lines of a text are these.
    func isOf(_ text: NumberedText, lines count: Int) -> Bool {
        // Lines that were copied share their pieces, so that this is soon told.
        count == lines.count
            && zip(lines, text.lines).allSatisfy {
                $0.decimals == $1.decimals && $0.pieces == $1.pieces
            }
    }
}
