import Glibc

/// Every name counted by template, and questions about a few keys asked where they tell most.
///
/// Names alone are cheap for a server, and they make the number of keys of each template exact. What
/// is left to estimate is what the keys of each take, and for that a random sample of each template
/// does: all keys of a small one, a hundred at first of a large one, and then as many more of each as
/// its number of keys times the standard deviation of their sizes has a share in (Neyman 1934;
/// `keyspace.md` E3).
package struct NameCensus: Sendable {
    /// Names counted.
    package private(set) var names: UInt64 = 0
    /// Keys asked about.
    package private(set) var asked: UInt64 = 0
    /// Keys that are to be asked about in all.
    package let questions: Int
    private var book: TemplateBook
    /// What is known of each template's keys; those that follow none have the number -1.
    private var strata: [Int: Stratum] = [:]
    private var waiting: [[UInt8]] = []
    private var phase = Phase.counting
    private var expiries: [Int: ExpirySample] = [:]

    private enum Phase { case counting, sounding, allocated }

    private struct Stratum: Sendable {
        var names: UInt64 = 0
        var sample = NameSample()
        var group = KeyGroup()
        /// Keys of it that were, or are now, asked about.
        var drawn = 0
    }

    /// Templates with no more keys than this are asked about key by key.
    private static let smallTemplate: UInt64 = 200
    /// Keys of a larger template that are asked about first.
    private static let soundings = 100
    /// Keys that must have been asked about for their own standard deviation to be believed.
    private static let leastOwn = 30
    /// Names kept in all.
    private static let mostNames = 400_000
    private static let longestName = 256
    private static let none = -1

    /// A census that has seen nothing.
    package init(questions: Int, namespaces: [NameGlob] = []) {
        self.questions = questions
        book = TemplateBook(namespaces: namespaces, learningFrom: 20_000)
    }

    /// Counts a name; each is told once.
    package mutating func add(_ name: [UInt8]) {
        names += 1
        book.remember(name)
        guard book.isReady else {
            waiting.append(name)
            if waiting.count >= book.namesToLearnFrom { learn() }
            return
        }
        count(name)
        if book.isStale { book.learn() }
    }

    private mutating func learn() {
        book.learn()
        for name in waiting { count(name) }
        waiting = []
    }

    private mutating func count(_ name: [UInt8]) {
        // What is learned of a long name comes back cut.
        let known = name.count > Self.longestName ? Array(name.prefix(Self.longestName)) : name
        let number = book.place(known) ?? Self.none
        let most = mostNamesEach
        strata[number, default: Stratum()].names += 1
        strata[number]?.sample.add(name, keeping: most)
    }

    private var mostNamesEach: Int { min(questions, Self.mostNames / max(40, strata.count)) }

    /// The keys to ask about next, once all names were told; none when it is done.
    ///
    /// It is to be told what was learned of them before it is asked for more.
    package mutating func nextQuestions() -> [[UInt8]] {
        switch phase {
        case .counting:
            if !book.isReady, book.hasNames { learn() }
            phase = .sounding
            return draw(soundings())
        case .sounding:
            phase = .allocated
            return draw(allocation())
        case .allocated: return []
        }
    }

    /// Whether nothing is left to ask.
    package var isDone: Bool { phase == .allocated }

    /// Takes in what was learned of a key.
    package mutating func learn(_ key: SurveyedKey) {
        asked += 1
        let number = book.number(of: key.key) ?? Self.none
        strata[number]?.group.add(key)
        guard key.timeToLiveMilliseconds ?? -1 >= 0 else { return }
        expiries[number, default: ExpirySample()].add(key)
    }

    private mutating func draw(_ counts: [Int: Int]) -> [[UInt8]] {
        let most = mostNamesEach
        return counts.sorted { $0.key < $1.key }.flatMap { number, count -> [[UInt8]] in
            let drawn = strata[number]?.sample.draw(count, keeping: most) ?? []
            strata[number]?.drawn += drawn.count
            return drawn
        }
    }

    /// How many keys of each template are asked about first: all of the small ones, as long as these
    /// leave half of the questions for the others.
    private func soundings() -> [Int: Int] {
        var counts: [Int: Int] = [:]
        var left = questions / 2
        for (number, stratum) in strata.sorted(by: { $0.value.names < $1.value.names })
        where stratum.names <= Self.smallTemplate {
            counts[number] = min(left, Int(stratum.names))
            left -= counts[number] ?? 0
        }
        let large = strata.filter { $0.value.names > Self.smallTemplate }
        let each = min(Self.soundings, (left + questions / 4) / max(1, large.count))
        for number in large.keys { counts[number] = each }
        return counts
    }

    /// How many more keys of each template are asked about.
    ///
    /// Where soundings cannot tell what keys take because a few have most of it, all are asked about,
    /// if that is no more than a quarter of what is left.
    private func allocation() -> [Int: Int] {
        var weights = strata.filter { Int($0.value.names) > $0.value.drawn }
            .mapValues { Double($0.names) * deviation(of: $0.group) }
        var counts: [Int: Int] = [:]
        var left = questions - strata.values.reduce(0) { $0 + $1.drawn }
        for (number, stratum) in strata.sorted(by: { $0.value.names < $1.value.names }) {
            let rest = Int(stratum.names) - stratum.drawn
            guard rest > 0, rest <= min(left / 4, room(in: number)),
                stratum.group.bytes(ofKeys: stratum.names) == nil
            else { continue }
            counts[number] = rest
            left -= rest
            weights[number] = nil
        }
        // What a template cannot use, because it has no more keys, goes to the others.
        while left > 0, !weights.isEmpty {
            let all = weights.values.reduce(0, +)
            guard all > 0 else { break }
            let given = weights.mapValues { Int(Double(left) * $0 / all) }
            let full = given.filter { $0.value >= room(in: $0.key) }
            for number in full.isEmpty ? Array(given.keys) : Array(full.keys) {
                counts[number] = min(given[number] ?? 0, room(in: number))
                left -= counts[number] ?? 0
                weights[number] = nil
            }
            if full.isEmpty { break }
        }
        return counts
    }

    private func room(in number: Int) -> Int { strata[number]?.sample.count ?? 0 }

    /// The standard deviation of a template's sizes, that of all where too few are known.
    private func deviation(of group: KeyGroup) -> Double {
        let sizes = Sizes(group)
        guard sizes.count >= Double(Self.leastOwn) else {
            let all = Sizes(strata.values.reduce(KeyGroup()) { $0 + $1.group })
            return all.variance.squareRoot()
        }
        return sizes.variance.squareRoot()
    }
}

// What follows from it.
extension NameCensus {
    /// A row for each template, biggest first, and one for all keys together.
    ///
    /// `population` is how many keys there are, which is more than were counted if that was stopped.
    /// Where names are to be hidden, templates that few keys follow are among the others.
    package func table(
        ofPopulation population: UInt64,
        hidesKeys: Bool = false
    ) -> (rows: [PatternTable.Row], total: PatternTable.Row) {
        let all = max(population, names)
        var rows: [PatternTable.Row] = []
        var others: PatternTable.Row?
        for (number, stratum) in strata {
            let row = row(number, stratum, all)
            if number == Self.none || hidesKeys && !isTold(number) {
                others = others?.added(row) ?? row
            } else {
                rows.append(row)
            }
        }
        others?.template = nil
        rows += others.map { [$0] } ?? []
        let sorted = rows.sorted {
            let (mine, others) = ($0.bytes?.value ?? 0, $1.bytes?.value ?? 0)
            return (mine, $0.keys.value) > (others, $1.keys.value)
        }
        return (sorted, total(all))
    }

    /// A name that says which template a key follows and not which key it is; see `KeyCensus`.
    package func alias(of name: [UInt8]) -> [UInt8] {
        var book = book
        let template = book.number(of: name).flatMap { isTold($0) ? book.templates[$0] : nil }
        return (template ?? Array("(no pattern)".utf8)) + KeyCensus.digits(of: name)
    }

    private func isTold(_ number: Int) -> Bool {
        book.isGiven(number) || strata[number]?.names ?? 0 >= KeyCensus.leastTold
    }

    private func row(_ number: Int, _ stratum: Stratum, _ all: UInt64) -> PatternTable.Row {
        let template = number == Self.none ? nil : book.templates[number]
        var counted = KeyGroup()
        counted.keys = stratum.names
        return PatternTable.Row(
            template: template,
            pattern: KeyPattern(
                template: template ?? [],
                group: stratum.group,
                medianMilliseconds: expiries[number]?.medianMilliseconds
            ),
            keys: counted.keys(of: names, in: all),
            bytes: names == all ? stratum.group.bytes(ofKeys: stratum.names) : nil
        )
    }

    /// All keys together: sums of what is known of each template (`keyspace.md` E2).
    private func total(_ all: UInt64) -> PatternTable.Row {
        var everything = KeyGroup()
        var (value, variance, unknown) = (0.0, 0.0, 0.0)
        for stratum in strata.values {
            everything = everything + stratum.group.weighted(to: stratum.names)
            let sizes = Sizes(stratum.group)
            let bytes = sizes.total(ofKeys: Double(stratum.names))
            (value, variance) = (value + bytes.value, variance + bytes.variance)
            if stratum.group.bytes(ofKeys: stratum.names) == nil { unknown += bytes.value }
        }
        // A template of which too little is known spoils the sum, unless it hardly counts.
        let isKnown = names == all && value > 0 && unknown <= 0.03 * value
        let half = Estimate.normalQuantile * variance.squareRoot()
        return PatternTable.Row(
            template: nil,
            pattern: KeyPattern(template: [], group: everything),
            keys: Estimate(exactly: Double(all)),
            bytes: isKnown ? Estimate(value, low: max(0, value - half), high: value + half) : nil
        )
    }
}

extension PatternTable.Row {
    /// Both rows as one, without more certainty than either has.
    fileprivate func added(_ other: PatternTable.Row) -> PatternTable.Row {
        var sum = self
        sum.pattern.group = pattern.group + other.pattern.group
        sum.keys = keys + other.keys
        sum.bytes = bytes.flatMap { mine in other.bytes.map { mine + $0 } }
        return sum
    }
}

extension Estimate {
    /// The sum of two numbers that may both be at the same end of their ranges.
    fileprivate static func + (one: Estimate, other: Estimate) -> Estimate {
        Estimate(one.value + other.value, low: one.low + other.low, high: one.high + other.high)
    }
}
