/// The words of a template or a key's name that say what it is for.
struct TemplateWords: Sendable {
    private let words: Set<Substring>

    /// The words of a name: its letters, in lower case, between all that are none.
    init(_ name: [UInt8]) {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        words = Set(text.split { !$0.isASCII || !$0.isLetter })
    }

    /// Whether one of some words is among them.
    func contains(oneOf names: Set<Substring>) -> Bool { !words.isDisjoint(with: names) }
}
