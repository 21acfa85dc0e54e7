import CacheMetrics

/// The hottest and the biggest keys met so far, a bounded number of each.
struct KeyTable: Sendable {
    private(set) var hottest: [SurveyedKey] = []
    private(set) var biggest: [SurveyedKey] = []
    /// The names of both: of the keys that go by, hardly any is among them.
    private var kept: Set<[UInt8]> = []
    /// Earlier looks at the LFU counters of hot keys, oldest first.
    private var looks: [[UInt8]: [Look]] = [:]

    private struct Look: Sendable {
        let milliseconds: Int64
        let frequency: Int64
    }

    /// How far looks reach back: five steps of decay, which tell a key that nobody reads any more.
    private static let lookSpan: Int64 = 300_000
    /// Steps that tell a rate to a quarter of it: the newest look so many steps back is best.
    private static let enoughSteps = 16.0

    /// Hot keys kept: what a tall screen shows, twice.
    private static let mostHot = 64
    /// Big keys kept.
    private static let mostBig = 32
    /// LFU counters start here; a key that was never read again has no more.
    private static let initialFrequency: Int64 = 5
    /// Seconds without use after which a key is not hot by any meaning.
    private static let longestIdle: Int64 = 60

    /// Takes in what was learned of a key, replacing what was known of it.
    mutating func update(_ key: SurveyedKey) {
        var key = key
        compare(&key)
        let staysHot = kept.contains(key.key) && hottest.contains { $0.key == key.key }
        drop(key.key)
        if isHot(key), staysHot || hasPlace(for: key) {
            insert(key, into: \.hottest, keeping: Self.mostHot, before: Self.isHotter)
        }
        if let bytes = key.memoryBytes, bytes > 0 {
            insert(key, into: \.biggest, keeping: Self.mostBig, before: Self.isBigger)
        }
        forgetLooks()
    }

    /// Sets beside a counter what it was up to five minutes ago.
    private mutating func compare(_ key: inout SurveyedKey) {
        guard let frequency = key.frequency, isHot(key) else { return }
        let now = key.seenMilliseconds
        var known = (looks[key.key] ?? []).filter { now &- $0.milliseconds <= Self.lookSpan }
        let telling = known.last { look in
            let seconds = Double(now &- look.milliseconds) / 1_000
            return seconds >= 5
                && Double(frequency - look.frequency) + seconds / 60 >= Self.enoughSteps
        }
        let chosen = telling ?? known.first
        key.earlierFrequency = chosen?.frequency
        key.earlierMilliseconds = chosen?.milliseconds
        known.append(Look(milliseconds: now, frequency: frequency))
        looks[key.key] = known
    }

    /// Looks are kept of the keys that are kept.
    private mutating func forgetLooks() {
        guard looks.count > 4 * Self.mostHot else { return }
        let kept = Set(hottest.map(\.key))
        looks = looks.filter { kept.contains($0.key) }
    }

    /// Forgets a key that is gone.
    mutating func remove(_ key: [UInt8]) {
        looks[key] = nil
        drop(key)
    }

    /// Takes a key out of the hottest; it may be among the biggest still.
    mutating func cool(_ key: [UInt8]) {
        hottest.removeAll { $0.key == key }
        looks[key] = nil
        if !biggest.contains(where: { $0.key == key }) { kept.remove(key) }
    }

    private mutating func drop(_ key: [UInt8]) {
        guard kept.remove(key) != nil else { return }
        hottest.removeAll { $0.key == key }
        biggest.removeAll { $0.key == key }
    }

    /// Forgets how hot keys are, when the server starts to measure it in another way.
    mutating func forgetHeat() {
        (hottest, looks) = ([], [:])
        kept = Set(biggest.map(\.key))
    }

    /// What is known of a key that is kept.
    func known(_ key: [UInt8]) -> SurveyedKey? {
        guard kept.contains(key) else { return nil }
        return hottest.first { $0.key == key } ?? biggest.first { $0.key == key }
    }

    /// Whether a key that was not known to be hot would be among the hottest.
    func isNewlyHot(_ key: SurveyedKey) -> Bool {
        isHot(key) && !kept.contains(key.key) && hasPlace(for: key)
    }

    /// Whether a key is hotter than the last of the hottest.
    ///
    /// By idle times only if it was used later by more than they are rounded to: where all keys were
    /// filled in at once, each would be, and cost a question more.
    private func hasPlace(for key: SurveyedKey) -> Bool {
        guard hottest.count == Self.mostHot, let last = hottest.last else { return true }
        return key.frequency == nil
            ? key.heat > last.heat &+ 1_000 : Self.isHotter(key, last)
    }

    private func isHot(_ key: SurveyedKey) -> Bool {
        if let frequency = key.frequency { return frequency > Self.initialFrequency }
        return key.idleSeconds.map { $0 <= Self.longestIdle } ?? false
    }

    private static func isHotter(_ one: SurveyedKey, _ other: SurveyedKey) -> Bool {
        let (mine, others) = (one.heat, other.heat)
        return mine == others ? one.key.lexicographicallyPrecedes(other.key) : mine > others
    }

    private static func isBigger(_ one: SurveyedKey, _ other: SurveyedKey) -> Bool {
        let (mine, others) = (one.memoryBytes ?? 0, other.memoryBytes ?? 0)
        return mine == others ? one.key.lexicographicallyPrecedes(other.key) : mine > others
    }

    /// Inserts in order; a full list drops its last.
    private mutating func insert(
        _ key: SurveyedKey,
        into list: WritableKeyPath<KeyTable, [SurveyedKey]>,
        keeping most: Int,
        before comesBefore: (SurveyedKey, SurveyedKey) -> Bool
    ) {
        let count = self[keyPath: list].count
        if count == most, !comesBefore(key, self[keyPath: list][count - 1]) { return }
        let place = self[keyPath: list].firstIndex { comesBefore(key, $0) } ?? count
        self[keyPath: list].insert(key, at: place)
        kept.insert(key.key)
        guard count == most, let last = self[keyPath: list].popLast() else { return }
        let isElsewhere = (hottest + biggest).contains { $0.key == last.key }
        if !isElsewhere { kept.remove(last.key) }
    }
}

extension SurveyedKey {
    /// A number that is higher for hotter keys: the counter, or else when the key was last used, since
    /// idle times of looks at different moments do not compare.
    fileprivate var heat: Int64 {
        frequency ?? idleSeconds.map { seenMilliseconds &- $0 &* 1_000 } ?? .min
    }
}
