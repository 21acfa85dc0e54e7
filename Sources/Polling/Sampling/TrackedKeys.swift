import CacheMetrics

/// The hottest and the biggest keys met so far, a bounded number of each, with what is known of them.
struct TrackedKeys: Sendable {
    private(set) var hottest: [SurveyedKey] = []
    private(set) var biggest: [SurveyedKey] = []
    /// The names of both: of the keys that go by, hardly any is among them.
    private var kept: Set<KeyName> = []
    /// Whole names of those that are clipped, so that they can be probed again.
    private var wholeNames: [KeyName: [UInt8]] = [:]
    /// Reads of the LFU counters of hot keys.
    private var looks: [KeyName: CounterLooks] = [:]
    /// When the use of a hot key was probed last, on the steady clock, in milliseconds.
    private var heatSeen: [KeyName: Int64] = [:]

    /// Hot keys kept: what a tall screen shows, twice.
    private static let mostHot = 64
    /// Big keys kept.
    private static let mostBig = 32
    /// LFU counters start here; a key that was never read again has no more.
    private static let initialFrequency: Int64 = 5
    /// Seconds without use after which a key is not hot by any meaning.
    private static let longestIdle: Int64 = 60
    /// Milliseconds after which the use of a hot key must have been probed again to be believed.
    private static let heatLife: Int64 = 300_000
    /// Whole names longer than this are not kept.
    private static let longestName = 65_536

    /// Takes in what was learned of a key, on top of what was known of it.
    mutating func update(
        _ found: SurveyedKey,
        whole: [UInt8],
        server: Int64? = nil,
        method: KeySurvey.Method
    ) {
        let isKept = kept.contains(found.name)
        // Of the keys that go by most are neither: they are not looked at any closer.
        guard isKept || isCandidate(found) else { return }
        var key = found
        if isKept, var known = known(found.name) {
            known.refresh(with: found)
            key = known
        }
        if found.frequency != nil || found.idleSeconds != nil {
            heatSeen[key.name] = found.seenMilliseconds
        }
        if let frequency = found.frequency, isHot(found) {
            looks[key.name, default: CounterLooks()]
                .add(frequency, at: found.seenMilliseconds, server: server)
        }
        if case .frequency(let factor, let decay, _) = method {
            key.climb = looks[key.name]?.climb(factor, decay)
        }
        let staysHot = isKept && hottest.contains { $0.name == key.name }
        drop(key.name)
        if isHot(key), staysHot || hasPlace(for: key) {
            insert(key, into: \.hottest, keeping: Self.mostHot, before: Self.isHotter)
        }
        if let bytes = key.memoryBytes ?? key.implausibleBytes, bytes > 0 {
            insert(key, into: \.biggest, keeping: Self.mostBig, before: Self.isBigger)
        }
        if key.name.isClipped, kept.contains(key.name), whole.count <= Self.longestName {
            wholeNames[key.name] = whole
        }
        forget()
    }

    private func isCandidate(_ key: SurveyedKey) -> Bool {
        if isHot(key), hasPlace(for: key) { return true }
        guard (key.memoryBytes ?? key.implausibleBytes ?? 0) > 0 else { return false }
        guard biggest.count == Self.mostBig, let last = biggest.last else { return true }
        return Self.isBigger(key, last)
    }

    /// The whole name of a key that is kept, or `nil` if it is not known.
    func wholeName(of name: KeyName) -> [UInt8]? {
        name.isClipped ? wholeNames[name] : name.bytes
    }

    /// Whole names of hot keys, those whose use was probed longest ago first: the hottest every five seconds,
    /// the others every fifteen.
    func leastRecentlyProbed(atMost most: Int, now: Int64) -> [[UInt8]] {
        guard most > 0 else { return [] }
        let due = hottest.enumerated().compactMap { place, key -> (age: Int64, whole: [UInt8])? in
            let age = now &- (heatSeen[key.name] ?? 0)
            guard age >= (place < 16 ? 5_000 : 15_000) else { return nil }
            return wholeName(of: key.name).map { (age, $0) }
        }
        return due.sorted { $0.age > $1.age }.prefix(most).map(\.whole)
    }

    /// Hot keys whose use was not probed for long are not hot any more as far as is known.
    mutating func forgetStale(at now: Int64) {
        for key in hottest where now &- (heatSeen[key.name] ?? now) > Self.heatLife {
            cool(key.name)
        }
    }

    /// What is remembered beside the keys is remembered of those that are kept.
    private mutating func forget() {
        guard
            looks.count > 4 * Self.mostHot || wholeNames.count > 4 * Self.mostHot
                || heatSeen.count > 8 * Self.mostHot
        else { return }
        let hot = Set(hottest.map(\.name))
        looks = looks.filter { hot.contains($0.key) }
        heatSeen = heatSeen.filter { hot.contains($0.key) }
        wholeNames = wholeNames.filter { kept.contains($0.key) }
    }

    /// Forgets a key that is gone.
    mutating func remove(_ name: KeyName) {
        looks[name] = nil
        drop(name)
    }

    /// Takes a key out of the hottest; it may be among the biggest still.
    mutating func cool(_ name: KeyName) {
        hottest.removeAll { $0.name == name }
        looks[name] = nil
        if !biggest.contains(where: { $0.name == name }) { kept.remove(name) }
    }

    private mutating func drop(_ name: KeyName) {
        guard kept.remove(name) != nil else { return }
        hottest.removeAll { $0.name == name }
        biggest.removeAll { $0.name == name }
    }

    /// Forgets how hot keys are, when the server starts to measure it in another way.
    mutating func forgetHeat() {
        (hottest, looks, heatSeen) = ([], [:], [:])
        kept = Set(biggest.map(\.name))
    }

    /// Forgets all counters' reads: while a child process runs, the server does not raise counters, so that
    /// reads before and after do not compare.
    mutating func forgetLooks() { looks = [:] }

    /// What is known of a key that is kept.
    func known(_ name: KeyName) -> SurveyedKey? {
        guard kept.contains(name) else { return nil }
        return hottest.first { $0.name == name } ?? biggest.first { $0.name == name }
    }

    /// `true` where a key that was not known to be hot would be among the hottest.
    func isNewlyHot(_ key: SurveyedKey) -> Bool {
        isHot(key) && !hottest.contains { $0.name == key.name } && hasPlace(for: key)
    }

    /// `true` where a key is hotter than the last of the hottest.
    ///
    /// By idle times only if it was used later by more than they are rounded to: where all keys were
    /// filled in at once, each would be, and cost a probe more.
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
        return mine == others ? one.name < other.name : mine > others
    }

    /// A size that cannot be comes after all that can.
    private static func isBigger(_ one: SurveyedKey, _ other: SurveyedKey) -> Bool {
        let (mine, others) = (one.memoryBytes ?? 0, other.memoryBytes ?? 0)
        return mine == others ? one.name < other.name : mine > others
    }

    /// Inserts in order; a full list drops its last.
    private mutating func insert(
        _ key: SurveyedKey,
        into list: WritableKeyPath<TrackedKeys, [SurveyedKey]>,
        keeping most: Int,
        before comesBefore: (SurveyedKey, SurveyedKey) -> Bool
    ) {
        let count = self[keyPath: list].count
        if count == most, !comesBefore(key, self[keyPath: list][count - 1]) { return }
        let place = self[keyPath: list].firstIndex { comesBefore(key, $0) } ?? count
        self[keyPath: list].insert(key, at: place)
        kept.insert(key.name)
        guard count == most, let last = self[keyPath: list].popLast() else { return }
        let isElsewhere = (hottest + biggest).contains { $0.name == last.name }
        if !isElsewhere { kept.remove(last.name) }
    }
}

extension SurveyedKey {
    /// A number that is higher for hotter keys: the counter, or else when the key was last used, since
    /// idle times of probes at different moments do not compare.
    fileprivate var heat: Int64 {
        frequency ?? idleSeconds.map { seenMilliseconds &- $0 &* 1_000 } ?? .min
    }
}
