/// Templates learned from names as these come, each with a number that it keeps.
///
/// Templates are learned from the first names, and once more whenever many names follow none.
struct TemplateBook: Sendable {
    /// Every template ever told, by number: those that the operator gave, then those found.
    private(set) var templates: [[UInt8]]
    private var tree: TemplateTree?
    /// The tree's numbers as numbers of `templates`.
    private var numbers: [Int] = []
    /// The latest names, from which templates are learned.
    private var names: [[UInt8]] = []
    private var nextName = 0
    /// Names told, and of them those that followed no template: of the latest names only, or what came in
    /// hours would hide what has just begun to come.
    private var (counted, unknown): (Int, Int) = (0, 0)
    /// Names from which templates are learned.
    let namesToLearnFrom: Int
    /// Patterns that the operator gave; they come before any that are found.
    private let namespaces: [NameGlob]

    /// Templates kept apart; names of further ones follow none.
    private static let mostTemplates = 1_024

    init(namespaces: [NameGlob], learningFrom count: Int) {
        (self.namespaces, namesToLearnFrom) = (namespaces, count)
        templates = namespaces.map(\.bytes)
    }

    /// Whether templates were learned.
    var isReady: Bool { tree != nil }
    /// Whether there are names to learn from.
    var hasNames: Bool { !names.isEmpty }
    /// Whether so many names follow no template that learning again may help.
    var isStale: Bool {
        counted >= namesToLearnFrom && unknown >= 200 && unknown * 50 >= counted
    }

    /// Whether the operator gave the template.
    func isGiven(_ number: Int) -> Bool { number < namespaces.count }

    /// Keeps a name to learn from.
    mutating func remember(_ name: [UInt8]) {
        if names.count < namesToLearnFrom {
            names.append(name)
        } else {
            names[nextName] = name
            nextName = (nextName + 1) % namesToLearnFrom
        }
    }

    /// Learns templates from the names that are kept.
    mutating func learn() {
        let learned = TemplateTree(names)
        var known = Dictionary(templates.enumerated().map { ($1, $0) }) { first, _ in first }
        numbers = learned.templates.map { template in
            if let number = known[template] { return number }
            guard templates.count < Self.mostTemplates else { return -1 }
            templates.append(template)
            known[template] = templates.count - 1
            return templates.count - 1
        }
        tree = learned
        (counted, unknown) = (0, 0)
    }

    /// The number of the template of a name that came, or `nil` if it follows none.
    mutating func place(_ name: [UInt8]) -> Int? {
        if counted >= namesToLearnFrom { (counted, unknown) = (0, 0) }
        counted += 1
        let number = number(of: name)
        if number == nil { unknown += 1 }
        return number
    }

    /// The number of a name's template, or `nil` if it follows none.
    mutating func number(of name: [UInt8]) -> Int? {
        if let given = namespaces.firstIndex(where: { $0.matches(name) }) { return given }
        guard let place = tree?.template(of: name), numbers[place] >= 0 else { return nil }
        return numbers[place]
    }
}
