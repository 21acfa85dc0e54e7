/// The latest probes of the keys of one pattern: types, encodings, times to live and idle times.
///
/// A scan meets keys in the order of their hashes, so keys picked from it by their place are a random
/// sample. A key that is probed again replaces what was known of it: no key counts twice, however small
/// the key space and however often it is scanned.
struct PatternProbes: Sendable {
    private var probes: [Probe] = []
    private var places: [Int: Int] = [:]
    private var next = 0
    /// Keys whose type is known, whose encoding is, and whose time to live is.
    private(set) var (types, encodings, timesToLive) = (0, 0, 0)
    /// Keys by type.
    private var byType = [Int](repeating: 0, count: KeyType.allCases.count)

    /// Keys kept: enough to find one in fifty that expires with others (`keyspace.md` 2.7).
    static let capacity = 2_048

    /// What is known of one key, in as little as possible.
    private struct Probe: Sendable {
        let hash: Int
        var seen: Int64
        var bytes, timeToLive, idle: Int64?
        var type: KeyType?
        var encoding: KeyEncoding?

        init(_ key: SurveyedKey) {
            (hash, seen) = (key.name.hashValue, key.seenMilliseconds)
            (bytes, idle) = (key.memoryBytes, key.idleSeconds)
            timeToLive = key.timeToLiveMilliseconds
            (type, encoding) = (key.type.map { KeyType($0) }, key.encoding.map { KeyEncoding($0) })
        }

        /// Takes over what a newer probe said.
        mutating func refresh(with newer: Probe) {
            seen = newer.seen
            (bytes, idle) = (newer.bytes ?? bytes, newer.idle ?? idle)
            (type, encoding) = (newer.type ?? type, newer.encoding ?? encoding)
            timeToLive = newer.timeToLive ?? timeToLive
        }
    }

    /// Adds what probes said of a key.
    mutating func add(_ key: SurveyedKey) {
        let probe = Probe(key)
        if let place = places[probe.hash] {
            note(probes[place], by: -1)
            probes[place].refresh(with: probe)
            note(probes[place], by: 1)
            return
        }
        note(probe, by: 1)
        if probes.count < Self.capacity {
            places[probe.hash] = probes.count
            probes.append(probe)
        } else {
            note(probes[next], by: -1)
            places[probes[next].hash] = nil
            places[probe.hash] = next
            probes[next] = probe
            next = (next + 1) % Self.capacity
        }
    }

    private mutating func note(_ probe: Probe, by change: Int) {
        types += probe.type == nil ? 0 : change
        encodings += probe.encoding == nil ? 0 : change
        timesToLive += probe.timeToLive == nil ? 0 : change
        if let type = probe.type { byType[type.rawValue] += change }
    }

    /// The type that most of the keys have, or `nil` if none is known.
    var commonType: KeyType? {
        let most = byType.max() ?? 0
        return most > 0 ? byType.firstIndex(of: most).flatMap { KeyType(rawValue: $0) } : nil
    }

    /// The type that all of the keys have, or `nil` where they differ or are few.
    var onlyType: KeyType? {
        types >= Self.enoughTypes && byType.max() == types ? commonType : nil
    }
    private static let enoughTypes = 8

    /// Everything the probes said, as a group without counts and sizes of its own.
    var group: KeyGroup {
        probes.reduce(into: KeyGroup()) { group, probe in
            group.learn(
                probe.type,
                probe.encoding,
                timeToLive: probe.timeToLive,
                bytes: probe.bytes
            )
        }
    }

    /// Idle times of the probed keys.
    var idle: IdleProfile {
        probes.reduce(into: IdleProfile()) { $0.add(seconds: $1.idle, bytes: $1.bytes) }
    }

    /// When the probed keys expire.
    var expiries: ExpirySample {
        probes.reduce(into: ExpirySample()) {
            $0.add(milliseconds: $1.timeToLive, seen: $1.seen, bytes: $1.bytes)
        }
    }
}
