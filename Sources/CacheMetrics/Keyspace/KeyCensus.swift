/// Counts keys by the templates that their names follow, as a scan of the key space meets them.
///
/// A scan in hash order is at every moment a random sample of the keys without replacement, so each
/// figure has its interval before the scan is done, and none when it is (`keyspace.md` 0 and 3.4).
/// The key space is counted in slices, each of which is reported as the last pass saw it until the
/// next one is done with it: the table is at most two passes old, and never starts anew. Where there
/// are so few keys that a slice has few steps, they are reported when the pass is done, all at once:
/// a step begins in one slice and reaches into another, and must not be counted twice.
///
/// Names and sizes come from every key. Types, encodings and times to live come from the few keys
/// that were probed (`PatternProbes`), or from every key where a census is told so.
///
/// Templates are learned from the first names, again as more come, and once more whenever many
/// keys follow none; a template that was reported before keeps its place.
package struct KeyCensus: Sendable {
    /// Keys counted since the census began.
    package private(set) var keysSeen: UInt64 = 0
    /// `true` where slices are reported when their pass is done, and not each by itself.
    package var tellsWholeSweeps = false
    /// What is reported of each slice, and what was counted since of some of them.
    private var (told, fresh): ([Slice], [Int: Slice])
    /// The slice that is scanned now.
    private var open = 0
    /// `true` once every slice was reported.
    private var hasToldAll = false
    private(set) var book: TemplateBook
    /// Probes by the numbers of templates; those of keys that follow none under `noTemplate`.
    private(set) var probes: [Int: PatternProbes] = [:]
    /// `true` where every key is probed, so that probes are counted like keys.
    private let probesEveryKey: Bool
    private var versions = VersionCensus()
    /// Keys that came before there were templates, and probes.
    private var waiting: [(slice: Int, key: SurveyedKey)] = []
    private var waitingProbes: [SurveyedKey] = []
    /// Keys of the current step by template, for the variance between steps.
    private var step: [Int: UInt64] = [:]

    struct Slice: Sendable {
        var groups: [Int: KeyGroup] = [:]
        var others = KeyGroup()
        var idle = IdleProfile()
        var clusters = ClusterSums()

        var keys: UInt64 { groups.values.reduce(others.keys) { $0 + $1.keys } }
    }

    /// Templates whose probes are kept.
    private static let mostProbed = 128
    /// The number under which keys without a template are probed.
    package static let noTemplate = -1
    /// Probes kept for templates that are not learned yet.
    private static let mostWaitingProbes = 4_096

    /// A census that has seen nothing, of a key space in so many slices.
    ///
    /// Twenty thousand names tell dozens of templates apart; a dashboard that lives for days can do
    /// with fewer, because it learns again.
    package init(
        slices: Int = 1,
        namespaces: [NameGlob] = [],
        learningFrom names: Int = 20_000,
        probesEveryKey: Bool = false
    ) {
        book = TemplateBook(namespaces: namespaces, learningFrom: names)
        (told, fresh) = (Array(repeating: Slice(), count: slices), [:])
        self.probesEveryKey = probesEveryKey
    }

    /// Begins to count a slice anew; what was reported of it stands until that is done.
    package mutating func begin(slice: Int) {
        if !tellsWholeSweeps { tell() }
        open = slice
        renew([slice])
    }

    /// Notes that slices were passed in a step of another: what there is of them is in that.
    package mutating func passOver(_ passed: [Int]) {
        renew(passed)
    }

    /// Notes the end of a step, whose keys are one cluster of the sample.
    package mutating func endStep() {
        guard !step.isEmpty else { return }
        let step = step
        self.step = [:]
        change(open) { $0.clusters.add(step) }
    }

    /// Notes that a pass over all keys has come round: what was counted is reported.
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

    /// Counts a key that was met for the first time in this pass, in the slice begun last.
    ///
    /// Returns the number of the pattern it follows, as `pattern(of:)` does, or `nil` while there are no
    /// templates.
    @discardableResult
    package mutating func count(_ key: SurveyedKey) -> Int? {
        keysSeen += 1
        book.remember(key.key)
        guard book.isReady else {
            waiting.append((open, key))
            if waiting.count >= book.namesToLearnFrom { learn() }
            return nil
        }
        let number = count(key, open)
        if book.isStale { learn() }
        return number
    }

    /// Adds what probes said of a key that was counted before.
    package mutating func learn(_ key: SurveyedKey) {
        if probesEveryKey { change(open) { $0.idle.add(key) } }
        guard book.isReady else {
            if waitingProbes.count < Self.mostWaitingProbes { waitingProbes.append(key) }
            return
        }
        probe(key)
    }

    /// Learns templates from what names there are, once every key was met.
    package mutating func settle() {
        if !book.isReady, book.hasNames { learn() }
    }

    private mutating func learn() {
        book.learn()
        for (slice, key) in waiting { _ = count(key, slice) }
        for key in waitingProbes { probe(key) }
        (waiting, waitingProbes) = ([], [])
    }

    @discardableResult
    private mutating func count(_ key: SurveyedKey, _ slice: Int) -> Int {
        guard let number = book.place(key.key) else {
            change(slice) { $0.others.count(key) }
            if slice == open { step[Self.noTemplate, default: 0] += 1 }
            return Self.noTemplate
        }
        change(slice) { $0.groups[number, default: KeyGroup()].count(key) }
        if slice == open { step[number, default: 0] += 1 }
        versions.add(key, book.templates[number])
        return number
    }

    private mutating func probe(_ key: SurveyedKey) {
        let number = book.number(of: key.key) ?? Self.noTemplate
        if number != Self.noTemplate { versions.add(key, book.templates[number]) }
        if probesEveryKey {
            change(open) { slice in
                if number == Self.noTemplate {
                    slice.others.learn(key)
                } else {
                    slice.groups[number, default: KeyGroup()].learn(key)
                }
            }
        }
        guard probes.count < Self.mostProbed || probes[number] != nil else { return }
        probes[number, default: PatternProbes()].add(key)
    }

    private mutating func change(_ number: Int, _ body: (inout Slice) -> Void) {
        if fresh[number] == nil {
            body(&told[number])
        } else {
            body(&fresh[number, default: Slice()])
        }
    }

    /// What is known of each slice: what was counted last, or before a pass is done what there is;
    /// that too if the keys have become so many that it is more than was reported.
    private var known: [Slice] {
        let counted = fresh.values.reduce(0) { $0 + $1.keys }
        if hasToldAll, counted <= told.reduce(0, { $0 + $1.keys }) { return told }
        return told.indices.map { fresh[$0] ?? told[$0] }
    }
}

extension KeyCensus {
    /// A census with the same settings that has seen nothing.
    package var emptied: KeyCensus {
        var empty = self
        empty.keysSeen = 0
        (empty.told, empty.fresh) = (Array(repeating: Slice(), count: told.count), [:])
        (empty.probes, empty.versions, empty.step) = ([:], VersionCensus(), [:])
        (empty.waiting, empty.waitingProbes, empty.hasToldAll) = ([], [], false)
        return empty
    }

    /// A name that shows which template a key follows and not which key it is, the same each time.
    ///
    /// A template that few keys follow might be a name itself, so that it is not shown.
    package mutating func alias(of name: KeyName) -> [UInt8] {
        let template = book.number(of: name.bytes).flatMap { number in
            let keys = known.reduce(0) { $0 &+ ($1.groups[number]?.keys ?? 0) }
            return keys >= Self.leastTold || book.isGiven(number) ? book.templates[number] : nil
        }
        return (template ?? Array("(no pattern)".utf8)) + Self.digits(of: name.identity)
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

    /// Keys that a template must have to be shown where names are hidden.
    static let leastTold: UInt64 = 10

    /// A number for the pattern that a name follows: its template's, or a hash of its masked name
    /// while it follows none; of a long name by its beginning, which is all that is kept of it.
    package mutating func pattern(of whole: [UInt8]) -> Int {
        let name = whole.count > KeyName.longest ? Array(whole.prefix(KeyName.longest)) : whole
        if book.isReady, let number = book.number(of: name) { return number }
        return Int.min | MaskedName(name).bytes.hashValue
    }

    /// Keys of a pattern whose type, encoding and time to live are known, the most common type, and the
    /// type that all of them have, where they are enough to expect it of the others.
    package func probed(
        _ pattern: Int
    ) -> (types: Int, encodings: Int, timesToLive: Int, type: KeyType?, onlyType: KeyType?) {
        guard let probes = probes[pattern] else { return (0, 0, 0, nil, nil) }
        return (
            probes.types, probes.encodings, probes.timesToLive, probes.commonType, probes.onlyType
        )
    }
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
        var groups = groups(into: &table)
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
            let expiries = probes[number]?.expiries
            return KeyPattern(
                template: book.templates[number],
                group: group,
                medianMilliseconds: expiries?.medianMilliseconds,
                bursts: expiries?.bursts(at: milliseconds) ?? []
            )
        }
        table.versions = versions.patterns.filter {
            !hidesKeys || $0.staleKeys &+ $0.currentKeys >= Self.leastTold
        }
        table.sampled = table.everything.keys
        return table
    }

    /// The groups of all slices by template, with what was probed of them; the rest goes into a table.
    private func groups(into table: inout PatternTable) -> [Int: KeyGroup] {
        var groups: [Int: KeyGroup] = [:]
        var clusters = ClusterSums()
        for slice in known {
            groups.merge(slice.groups) { $0 + $1 }
            table.others = table.others + slice.others
            table.idle = table.idle + slice.idle
            clusters = clusters + slice.clusters
        }
        if !probesEveryKey {
            table.idle = idleTimes(of: groups, table.others)
            for (number, probes) in probes where groups[number] != nil {
                groups[number] = (groups[number] ?? KeyGroup()) + probes.group
            }
            table.others = table.others + (probes[Self.noTemplate]?.group ?? KeyGroup())
        }
        for (number, group) in groups {
            groups[number]?.designEffect = clusters.designEffect(of: number, group.keys)
        }
        return groups
    }

    /// Idle times of all keys: those probed of each pattern stand for as many as it has.
    ///
    /// The weights keep the number of keys that were probed, which is what the error goes by.
    private func idleTimes(of groups: [Int: KeyGroup], _ others: KeyGroup) -> IdleProfile {
        let parts = probes.compactMap { number, probes -> (profile: IdleProfile, keys: Double)? in
            let keys = number == Self.noTemplate ? others.keys : groups[number]?.keys ?? 0
            let profile = probes.idle
            return profile.count > 0 && keys > 0 ? (profile, Double(keys)) : nil
        }
        let probed = parts.reduce(0.0) { $0 + Double($1.profile.count) }
        let all = parts.reduce(0.0) { $0 + $1.keys }
        return IdleProfile(
            summing: parts.map { profile, keys in
                (profile, keys / Double(profile.count) * probed / all)
            }
        )
    }
}
