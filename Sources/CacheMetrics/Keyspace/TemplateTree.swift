/// The templates that the names of a key space follow, found from a sample of them.
///
/// A trie of masked levels, collapsed from its leaves upward: where a place in the names holds too
/// many different words to be names of things, they become one `*`; where it holds a stem with
/// numbers, `game17` and `game18`, they become `game*` (`keyspace.md` 3.3).
package struct TemplateTree: Sendable {
    private var nodes = [Node()]
    /// Templates by masked name, for names met before.
    private var known: [[UInt8]: Int] = [:]
    /// The templates, such as `user:*:activity`, in the order in which they are numbered.
    package private(set) var templates: [[UInt8]] = []

    private struct Node {
        /// By a level's separator and its text.
        var children: [ArraySlice<UInt8>: Int] = [:]
        var visits = 0
        /// Names that end here.
        var ends = 0
        /// The number of the template that ends here.
        var template: Int?
    }

    /// Masked names whose template is remembered.
    private static let mostKnown = 1 << 16

    /// Learns templates from names, which should be a random sample.
    package init(_ names: some Sequence<[UInt8]>) {
        for name in names { insert(MaskedName(name)) }
        collapse(0)
        compact()
        number(0, prefix: [])
    }

    /// The number of a name's template, or `nil` if it follows none that was learned.
    package mutating func template(of name: [UInt8]) -> Int? {
        let masked = MaskedName(name)
        if let number = known[masked.bytes] { return number }
        guard let number = find(masked) else { return nil }
        if known.count < Self.mostKnown { known[masked.bytes] = number }
        return number
    }

    private mutating func insert(_ name: MaskedName) {
        var node = 0
        nodes[0].visits += 1
        for level in name.levelEnds.indices {
            let text = name.level(level)
            let separator = level == 0 ? 0 : name.bytes[name.levelEnds[level - 1]]
            let key = ArraySlice([separator] + text)
            node = child(of: node, key)
            nodes[node].visits += 1
        }
        nodes[node].ends += 1
    }

    private mutating func child(of node: Int, _ key: ArraySlice<UInt8>) -> Int {
        if let child = nodes[node].children[key] { return child }
        nodes.append(Node())
        nodes[node].children[key] = nodes.count - 1
        return nodes.count - 1
    }

    private func find(_ name: MaskedName) -> Int? { find(name, level: 0, from: 0) }

    /// Follows the most exact way first: the word itself, then its stem, then the wildcard.
    private func find(_ name: MaskedName, level: Int, from node: Int) -> Int? {
        guard level < name.levelEnds.count else { return nodes[node].template }
        let separator = level == 0 ? 0 : name.bytes[name.levelEnds[level - 1]]
        let key = ArraySlice([separator] + name.level(level))
        for way in [key, key.stemFamily, [separator, .wildcard]].compactMap(\.self) {
            guard let child = nodes[node].children[way] else { continue }
            if let found = find(name, level: level + 1, from: child) { return found }
        }
        return nil
    }
}

// Collapsing.
extension TemplateTree {
    private mutating func collapse(_ node: Int) {
        collapseStems(of: node)
        collapseLiterals(of: node)
        for child in nodes[node].children.values.sorted() { collapse(child) }
    }

    /// `game17`, `game18`: one family where there are more than eight, or four seen once or twice.
    private mutating func collapseStems(of node: Int) {
        let families = Dictionary(grouping: nodes[node].children.keys) { $0.stemFamily }
        for (family, members) in families {
            guard let family, members.count >= 4 else { continue }
            let seen = members.reduce(0) { $0 + visits(of: $1, in: node) }
            guard members.count > 8 || Double(members.count) > 0.3 * Double(seen) else {
                continue
            }
            merge(members, of: node, as: family)
        }
    }

    /// Too many words, most of them rare, are values and not names; common ones stay what they are.
    private mutating func collapseLiterals(of node: Int) {
        for (separator, words) in Dictionary(grouping: nodes[node].children.keys, by: \.first) {
            let counts = words.map { visits(of: $0, in: node) }
            let total = counts.reduce(0, +)
            guard let separator, words.count > 24 || words.count >= 8 && words.count * 2 > total
            else { continue }
            guard Self.isOpenEnded(counts, total: total) else { continue }
            let rare = zip(words, counts).filter { $0.1 * 20 < total }.map(\.0)
            if rare.count > 1 { merge(rare, of: node, as: [separator, .wildcard]) }
        }
    }

    /// Whether there are many more words than were seen (Chao 1984), or none that stands out.
    private static func isOpenEnded(_ counts: [Int], total: Int) -> Bool {
        if counts.count > 96 { return true }
        let (once, twice) = (counts.count { $0 == 1 }, counts.count { $0 == 2 })
        let unseen = Double(once * once) / Double(2 * max(1, twice))
        return unseen > Double(counts.count) || (counts.max() ?? 0) * 5 < total
    }

    private func visits(of key: ArraySlice<UInt8>, in node: Int) -> Int {
        nodes[node].children[key].map { nodes[$0].visits } ?? 0
    }

    private mutating func merge(
        _ members: [ArraySlice<UInt8>],
        of node: Int,
        as key: ArraySlice<UInt8>
    ) {
        let sources = members.compactMap { nodes[node].children.removeValue(forKey: $0) }
        let target = child(of: node, key)
        for source in sources where source != target { absorb(source, into: target) }
    }

    /// Adds a subtree's names to another's.
    private mutating func absorb(_ source: Int, into target: Int) {
        nodes[target].visits += nodes[source].visits
        nodes[target].ends += nodes[source].ends
        for (key, below) in nodes[source].children {
            absorb(below, into: child(of: target, key))
        }
    }

    /// Drops the nodes that were merged into others: most of what the names took.
    private mutating func compact() {
        var kept: [Node] = [nodes[0]]
        var next = 0
        while next < kept.count {
            for (key, child) in kept[next].children {
                kept[next].children[key] = kept.count
                kept.append(nodes[child])
            }
            next += 1
        }
        nodes = kept
    }

    private mutating func number(_ node: Int, prefix: [UInt8]) {
        if nodes[node].ends > 0 {
            nodes[node].template = templates.count
            templates.append(prefix)
        }
        let children = nodes[node].children.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (key, child) in children {
            number(child, prefix: prefix + (key.first == 0 ? key.dropFirst() : key))
        }
    }
}

extension ArraySlice<UInt8> {
    /// The family of a level whose last word is a stem with a number, `game17` → `game*`, or `nil`.
    fileprivate var stemFamily: ArraySlice<UInt8>? {
        let digits = reversed().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        guard digits > 0, count - digits >= 2 else { return nil }
        return dropLast(digits) + [.wildcard]
    }
}
