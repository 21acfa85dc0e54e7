/// Follows a random sample of the things whose keys carry a version in their name.
///
/// Whether `user:17:v3` is behind depends on whether there is a `user:17:v4`, so keys must be sampled
/// together with all versions of theirs: by a hash of the name without its version, as SHARDS
/// samples (Waldspurger et al., FAST 2015). What a whole sweep did not meet again is gone.
struct VersionCensus: Sendable {
    private var families: [[UInt8]: Family] = [:]
    private var sweep: UInt64 = 0

    /// Families followed.
    private static let mostFamilies = 64
    /// Keys followed in one family; where there are more, half of the things are let go.
    private static let mostKeys = 2_048
    /// Seconds without use after which a version is not used any more.
    private static let longUnused: Int64 = 3_600

    fileprivate struct Family: Sendable {
        /// Things whose number is below it are followed.
        var threshold = Int.max
        var things: [Int: [Int: Key]] = [:]
        var keys = 0
    }

    fileprivate struct Key: Sendable {
        var bytes: UInt64
        /// `nil` where the time to live was not probed.
        var isLasting: Bool?
        /// `nil` where the idle time was not probed.
        var isUnused: Bool?
        var sweep: UInt64
    }

    /// Counts a scanned key that follows a template, or adds what probes said of it.
    mutating func add(_ key: SurveyedKey, _ template: @autoclosure () -> [UInt8]) {
        guard let parts = KeyVersion(key.key) else { return }
        let name = KeyVersion.family(of: template())
        guard families.count < Self.mostFamilies || families[name] != nil else { return }
        families[name, default: Family()].add(
            Key(
                bytes: UInt64(max(0, key.memoryBytes ?? 0)),
                isLasting: key.timeToLiveMilliseconds.map { $0 == -1 },
                isUnused: key.idleSeconds.map { $0 >= Self.longUnused },
                sweep: sweep
            ),
            parts,
            atMost: Self.mostKeys
        )
    }

    /// Notes that every key was met that was there throughout: those that were not are gone.
    mutating func endSweep() {
        for (name, family) in families { families[name] = family.met(in: sweep) }
        sweep &+= 1
    }

    /// What was seen of each family that has keys in more than one version, by template.
    var patterns: [VersionedPattern] {
        families.compactMap { template, family in
            family.things.values.contains { $0.count > 1 } ? family.pattern(template) : nil
        }
        .sorted { $0.template.lexicographicallyPrecedes($1.template) }
    }
}

extension VersionCensus.Family {
    fileprivate mutating func add(
        _ key: VersionCensus.Key,
        _ parts: KeyVersion,
        atMost most: Int
    ) {
        guard parts.entity < threshold else { return }
        if let known = things[parts.entity]?[parts.version] {
            var key = key
            key.bytes = key.bytes > 0 ? key.bytes : known.bytes
            key.isLasting = key.isLasting ?? known.isLasting
            key.isUnused = key.isUnused ?? known.isUnused
            things[parts.entity]?[parts.version] = key
        } else {
            things[parts.entity, default: [:]][parts.version] = key
            keys += 1
        }
        while keys > most, things.count > 1 {
            let middle = things.keys.sorted()[things.count / 2]
            threshold = middle
            things = things.filter { $0.key < middle }
            keys = things.values.reduce(0) { $0 + $1.count }
        }
    }

    /// What is left of it when all that a sweep did not meet is let go, or `nil` if nothing is.
    fileprivate func met(in sweep: UInt64) -> Self? {
        var left = self
        left.things = things.compactMapValues { versions in
            let met = versions.filter { $0.value.sweep == sweep }
            return met.isEmpty ? nil : met
        }
        left.keys = left.things.values.reduce(0) { $0 + $1.count }
        return left.keys > 0 ? left : nil
    }

    fileprivate func pattern(_ template: [UInt8]) -> VersionedPattern {
        var pattern = VersionedPattern(template: template)
        pattern.entities = UInt64(things.count)
        for versions in things.values {
            let newest = versions.keys.max()
            for (version, key) in versions {
                guard version != newest else {
                    pattern.currentKeys += 1
                    pattern.currentBytes &+= key.bytes
                    continue
                }
                pattern.staleKeys += 1
                pattern.staleBytes &+= key.bytes
                pattern.staleLasting += key.isLasting == true ? 1 : 0
                pattern.staleIdle += key.isUnused == true ? 1 : 0
                pattern.staleProbed += key.isLasting != nil ? 1 : 0
                pattern.staleIdleProbed += key.isUnused != nil ? 1 : 0
            }
        }
        return pattern
    }
}
