/// Counts keys by the templates that their names follow, as a sweep over the key space meets them.
///
/// A sweep in hash order is at every moment a random sample of the keys without replacement, so each
/// figure has its interval before the sweep is done, and none when it is (`keyspace.md` 0 and 3.4).
/// The key space is counted in slices, each of which is told as the last sweep saw it until the
/// next one is done with it: the table is at most two sweeps old, and never starts anew. Where there
/// are so few keys that a slice has few steps, they are told when the sweep is done, all at once:
/// a step begins in one slice and reaches into another, and must not be counted twice.
///
/// Templates are learned from the first names, again as more come, and once more whenever many
/// keys follow none; a template that was told before keeps its place.
package struct KeyCensus: Sendable {
    /// Keys looked at since the census began.
    package private(set) var keysSeen: UInt64 = 0
    /// Whether slices are told when their sweep is done, and not each by itself.
    package var tellsWholeSweeps = false
    /// What is told of each slice, and what was counted since of some of them.
    private var (told, fresh): ([Slice], [Int: Slice])
    /// The slice that is walked over now.
    private var open = 0
    /// Whether every slice was told.
    private var hasToldAll = false
    private var book: TemplateBook
    /// When each group's keys expire.
    private var expiries: [Int: ExpirySample] = [:]
    private var versions = VersionCensus()
    /// Keys that came before there were templates.
    private var waiting: [(slice: Int, key: SurveyedKey)] = []

    private struct Slice: Sendable {
        var groups: [Int: KeyGroup] = [:]
        var others = KeyGroup()
        var idle = IdleProfile()

        var keys: UInt64 { groups.values.reduce(others.keys) { $0 + $1.keys } }
    }

    /// Templates whose times to live are kept.
    private static let mostExpiries = 128

    /// A census that has seen nothing, of a key space in so many slices.
    ///
    /// Twenty thousand names tell dozens of templates apart; a dashboard that lives for days can do
    /// with fewer, because it learns again.
    package init(slices: Int = 1, namespaces: [NameGlob] = [], learningFrom names: Int = 20_000) {
        book = TemplateBook(namespaces: namespaces, learningFrom: names)
        (told, fresh) = (Array(repeating: Slice(), count: slices), [:])
    }

    /// Begins to count a slice anew; what was told of it stands until that is done.
    package mutating func begin(slice: Int) {
        if !tellsWholeSweeps { tell() }
        open = slice
        renew([slice])
    }

    /// Notes that slices were gone over in a step of another: what there is of them is in that.
    package mutating func passOver(_ passed: [Int]) {
        renew(passed)
    }

    /// Notes that every key was met that was there throughout: what was counted is told.
    package mutating func endSweep() {
        settle()
        tell()
        versions.endSweep()
        hasToldAll = true
    }

    private mutating func renew(_ slices: [Int]) {
        for slice in slices { fresh[slice] = Slice() }
        if !waiting.isEmpty { waiting.removeAll { slices.contains($0.slice) } }
    }

    private mutating func tell() {
        for (number, slice) in fresh { told[number] = slice }
        fresh = [:]
    }

    /// Takes in a key that was met for the first time in this sweep, in the slice begun last.
    package mutating func add(_ key: SurveyedKey) {
        keysSeen += 1
        book.remember(key.key)
        change(open) { $0.idle.add(key) }
        guard book.isReady else {
            waiting.append((open, key))
            if waiting.count >= book.namesToLearnFrom { learn() }
            return
        }
        count(key, open)
        if book.isStale { learn() }
    }

    /// Learns templates from what names there are, once every key was met.
    package mutating func settle() {
        if !book.isReady, book.hasNames { learn() }
    }

    private mutating func learn() {
        book.learn()
        for (slice, key) in waiting { count(key, slice) }
        waiting = []
    }

    private mutating func count(_ key: SurveyedKey, _ slice: Int) {
        guard let number = book.place(key.key) else {
            change(slice) { $0.others.add(key) }
            return
        }
        change(slice) { $0.groups[number, default: KeyGroup()].add(key) }
        versions.add(key, book.templates[number])
        guard key.timeToLiveMilliseconds ?? -1 >= 0,
            expiries.count < Self.mostExpiries || expiries[number] != nil
        else { return }
        expiries[number, default: ExpirySample()].add(key)
    }

    private mutating func change(_ number: Int, _ body: (inout Slice) -> Void) {
        if fresh[number] == nil {
            body(&told[number])
        } else {
            body(&fresh[number, default: Slice()])
        }
    }

    /// What is known of each slice: what was counted last, or before a sweep is done what there is;
    /// that too if the keys have become so many that it is more than was told.
    private var known: [Slice] {
        let counted = fresh.values.reduce(0) { $0 + $1.keys }
        if hasToldAll, counted <= told.reduce(0, { $0 + $1.keys }) { return told }
        return told.indices.map { fresh[$0] ?? told[$0] }
    }

    /// A name that says which template a key follows and not which key it is, the same each time.
    ///
    /// A template that few keys follow might be a name itself, so that it is not told.
    package mutating func alias(of name: [UInt8]) -> [UInt8] {
        let template = book.number(of: name).flatMap { number in
            let keys = known.reduce(0) { $0 &+ ($1.groups[number]?.keys ?? 0) }
            return keys >= Self.leastTold || book.isGiven(number) ? book.templates[number] : nil
        }
        return (template ?? Array("(no pattern)".utf8)) + Self.digits(of: name)
    }

    /// The template that a name follows, or `nil` if it follows none that is known.
    package mutating func template(of name: [UInt8]) -> [UInt8]? {
        book.number(of: name).map { book.templates[$0] }
    }

    /// Six hexadecimal digits of a hash: they tell names apart while this program runs, and no more.
    ///
    /// Its key is random each time, so that nobody who has a list of names can tell which they are.
    package static func digits(of name: [UInt8]) -> [UInt8] {
        let digits = String(name.hashValue & 0xFF_FFFF, radix: 16)
        return Array("#\(String(repeating: "0", count: 6 - digits.count))\(digits)".utf8)
    }

    /// Keys that a template must have to be told where names are hidden.
    static let leastTold: UInt64 = 10
}

extension KeyCensus {
    /// The keys that are counted at present and their bytes.
    package var counted: (keys: UInt64, bytes: Double) {
        known.reduce((0, 0)) { sum, slice in
            slice.groups.values.reduce(
                (sum.keys + slice.others.keys, sum.bytes + slice.others.bytesSeen)
            ) { ($0.0 + $1.keys, $0.1 + $1.bytesSeen) }
        }
    }

    /// What was counted, with the bursts of expiry that lie ahead of a time on the steady clock.
    ///
    /// Before there are names enough to learn from for good, those there are must do.
    /// Where names are to be hidden, templates that few keys follow are among the others.
    package mutating func table(
        at milliseconds: Int64,
        patterns most: Int = .max,
        hidesKeys: Bool = false
    ) -> PatternTable {
        guard book.isReady else {
            var provisional = self
            provisional.learn()
            return provisional.table(at: milliseconds, patterns: most, hidesKeys: hidesKeys)
        }
        var table = PatternTable()
        var groups: [Int: KeyGroup] = [:]
        for slice in known {
            groups.merge(slice.groups) { $0 + $1 }
            table.others = table.others + slice.others
            table.idle = table.idle + slice.idle
        }
        let least = hidesKeys ? Self.leastTold : 0
        for (number, group) in groups where group.keys < least && !book.isGiven(number) {
            table.others = table.others + group
            groups[number] = nil
        }
        let sorted = groups.sorted {
            ($0.value.bytesSeen, $0.value.keys, $1.key) > (
                $1.value.bytesSeen, $1.value.keys, $0.key
            )
        }
        for (_, group) in sorted.dropFirst(most) { table.others = table.others + group }
        table.patterns = sorted.prefix(most).map { number, group in
            KeyPattern(
                template: book.templates[number],
                group: group,
                medianMilliseconds: expiries[number]?.medianMilliseconds,
                bursts: expiries[number]?.bursts(at: milliseconds) ?? []
            )
        }
        table.versions = versions.patterns.filter {
            !hidesKeys || $0.staleKeys &+ $0.currentKeys >= Self.leastTold
        }
        table.sampled = table.everything.keys
        return table
    }
}
