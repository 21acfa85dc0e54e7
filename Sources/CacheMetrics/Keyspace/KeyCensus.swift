/// What a sweep over the keys has found, by the templates that their names follow.
///
/// The first names teach the templates; from then on every key is counted under its own. A sweep in
/// hash order is at every moment a random sample of the keys without replacement, so each figure
/// has its interval before the sweep is done, and none when it is (`keyspace.md` 0 and 3.4).
package struct KeyCensus: Sendable {
    /// Keys looked at.
    package private(set) var keysSeen: UInt64 = 0
    private var tree: TemplateTree?
    private var waiting: [SurveyedKey] = []
    private var groups: [KeyGroup] = []
    private var others = KeyGroup()
    private var everything = KeyGroup()
    private var random: any RandomNumberGenerator & Sendable

    /// Names from which templates are learned.
    private static let namesToLearnFrom = 20_000

    /// One template and what is estimated of the keys that follow it.
    package struct Row: Sendable {
        /// The template, such as `user:*:activity`, or `nil` for keys that follow none.
        package var template: [UInt8]?
        /// What was seen of them.
        package var group: KeyGroup
        /// How many there are.
        package var keys: Estimate
        /// How many bytes they take, or `nil` where too few were seen to say.
        package var bytes: Estimate?
    }

    /// A census that has seen nothing; `random` decides which times to live are kept.
    package init(random: any RandomNumberGenerator & Sendable) { self.random = random }

    /// Takes in a key that was met for the first time in this sweep.
    package mutating func add(_ key: SurveyedKey) {
        keysSeen += 1
        everything.add(key, using: &random)
        guard tree == nil else { return count(key) }
        waiting.append(key)
        if waiting.count >= Self.namesToLearnFrom { learn() }
    }

    /// The templates, biggest first, as far as the sweep got.
    ///
    /// `population` is how many keys there are in all: as many as were seen, if the sweep is
    /// complete.
    package mutating func rows(ofPopulation population: UInt64) -> [Row] {
        if tree == nil { learn() }
        let templates = tree?.templates ?? []
        let all = zip(templates.map { Optional($0) } + [nil], groups + [others])
        return all.filter { $1.keys > 0 }
            .map { row($0, $1, max(population, keysSeen)) }
            .sorted {
                ($0.bytes?.value ?? 0, $0.keys.value) > ($1.bytes?.value ?? 0, $1.keys.value)
            }
    }

    /// All keys together.
    package func total(ofPopulation population: UInt64) -> Row {
        var all = row(nil, everything, max(population, keysSeen))
        all.keys = Estimate(exactly: Double(max(population, keysSeen)))
        return all
    }

    private func row(_ template: [UInt8]?, _ group: KeyGroup, _ population: UInt64) -> Row {
        // A template without a wildcard is the name of one key, and that key was seen.
        let isOneKey = template.map { !$0.contains(.wildcard) } ?? false
        let (sampled, all) = isOneKey ? (group.keys, group.keys) : (keysSeen, population)
        return Row(
            template: template,
            group: group,
            keys: group.keys(of: sampled, in: all),
            bytes: group.bytes(of: sampled, in: all)
        )
    }

    private mutating func learn() {
        let learned = TemplateTree(waiting.lazy.map(\.key))
        groups = Array(repeating: KeyGroup(), count: learned.templates.count)
        tree = learned
        for key in waiting { count(key) }
        waiting = []
    }

    private mutating func count(_ key: SurveyedKey) {
        if let number = tree?.template(of: key.key) {
            groups[number].add(key, using: &random)
        } else {
            others.add(key, using: &random)
        }
    }
}
