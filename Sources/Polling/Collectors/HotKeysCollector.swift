package import CacheMetrics
package import RedisClient
package import RESP

/// Collects what `HOTKEYS` has, on servers that have it, and never starts or ends a session.
///
/// Redis 8.6 tracks CPU time and network bytes by key while a session runs, of which a server has
/// one, so that starting ours would take it from whoever needs it. A Valkey that is told to
/// (`hotkey-top-k`) counts requests all the time. The two share the command's name and no more
/// (`keyspace.md` 3.5).
package struct HotKeysCollector: Collector {
    private var server = Server.unknown
    private var beats = 0
    /// The number of the database that is walked over; Valkey tells keys of all of them.
    private let database: Int64

    /// The latest session, if it has ended.
    private var session: TrackedSession?

    private enum Server: Sendable { case unknown, without, redis, valkey }

    /// Keys told.
    private static let mostKeys = 64
    /// Beats between questions while nothing is tracked.
    private static let patience = 10

    /// A collector for one database.
    package init(database: Int = 0) { self.database = Int64(database) }

    package var commands: [ReadCommand] {
        switch server {
        case .unknown, .without: []
        case .redis, .valkey: beats > 0 ? [] : [.hotKeys]
        }
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        let asked = !commands.isEmpty
        server = Self.server(sample.info)
        beats = max(0, beats - 1)
        guard asked, let reply = replies.first else {
            sample.survey?.pastSession = session
            return
        }
        let found = server == .valkey ? counted(reply) : tracked(reply)
        guard let found, !found.keys.isEmpty else {
            (beats, session) = (Self.patience, nil)
            return
        }
        var survey = sample.survey ?? KeySurvey(method: .unknown)
        let known = Dictionary(survey.hottest.map { ($0.name, $0) }) { first, _ in first }
        let keys = found.keys.prefix(Self.mostKeys).map { name, use in
            let name = KeyName(name)
            var key = known[name] ?? SurveyedKey(name)
            key.tracked = use
            return key
        }
        if found.isActive {
            if case .frequency = survey.method { survey.counterMethod = survey.method }
            (survey.method, survey.hottest) = (.tracked(found.window), keys)
        } else {
            // What a session found that was stopped is history: the best of the other ways goes on.
            survey.pastSession = TrackedSession(
                window: found.window,
                endedMilliseconds: found.endedMilliseconds,
                keys: keys
            )
            beats = Self.patience
        }
        sample.survey = survey
        session = survey.pastSession
    }

    private static func server(_ info: InfoReport) -> Server {
        if let version = info[.valkeyVersion].flatMap({ ServerVersion($0) }) {
            return version > ServerVersion(major: 9, minor: 1) ? .valkey : .without
        }
        guard let version = info[.redisVersion].flatMap({ ServerVersion($0) }) else {
            return .without
        }
        return version >= ServerVersion(major: 8, minor: 6) ? .redis : .without
    }

    private struct Found {
        var window: TrackedWindow
        var keys: [(name: [UInt8], use: TrackedUse)]
        var isActive = true
        var endedMilliseconds: UInt64?
    }

    /// Redis: a map, or an array that holds one; by CPU time, most first.
    private func tracked(_ reply: RESPValue) -> Found? {
        let map = reply.elements.flatMap { $0.count == 1 ? $0[0] : nil } ?? reply
        let fields = Self.fields(map)
        guard let all = fields["all-commands-all-slots-us"] ?? fields["all-commands-us"] else {
            return nil
        }
        var uses: [[UInt8]: TrackedUse] = [:]
        for (name, value) in (fields["by-cpu-time-us"]?.pairs ?? []).prefix(Self.mostKeys) {
            guard let name = name.bytes else { continue }
            uses[name, default: TrackedUse()].cpuMicroseconds = value.count
        }
        for (name, value) in (fields["by-net-bytes"]?.pairs ?? []).prefix(Self.mostKeys) {
            guard let name = name.bytes else { continue }
            uses[name, default: TrackedUse()].netBytes = value.count
        }
        let window = TrackedWindow(
            milliseconds: fields["collection-duration-ms"]?.count,
            sampleRatio: max(1, fields["sample-ratio"]?.count ?? 1),
            allMicroseconds: all.count
        )
        let sorted = uses.sorted {
            ($0.value.cpuMicroseconds ?? 0, $0.value.netBytes ?? 0)
                > ($1.value.cpuMicroseconds ?? 0, $1.value.netBytes ?? 0)
        }
        var found = Found(window: window, keys: sorted.map { ($0.key, $0.value) })
        found.isActive = fields["tracking-active"]?.integer ?? 1 != 0
        found.endedMilliseconds = fields["collection-start-time-unix-ms"]?.count.map {
            $0 &+ (window.milliseconds ?? 0)
        }
        return found
    }

    /// Valkey: an array of maps of a key, its database and its requests a second.
    private func counted(_ reply: RESPValue) -> Found? {
        guard let rows = reply.elements else { return nil }
        var keys: [(name: [UInt8], use: TrackedUse)] = []
        for row in rows.prefix(Self.mostKeys) {
            let fields = Self.fields(row)
            guard let name = fields["key"]?.bytes, fields["db"]?.integer ?? database == database,
                let rate = fields["qps"]?.number, (0..<1e12).contains(rate)
            else { continue }
            var use = TrackedUse()
            use.milliPerSecond = UInt64(rate * 1_000)
            keys.append((name, use))
        }
        let sorted = keys.sorted { $0.use.milliPerSecond ?? 0 > $1.use.milliPerSecond ?? 0 }
        let window = TrackedWindow(milliseconds: nil, sampleRatio: 1, allMicroseconds: nil)
        return Found(window: window, keys: sorted)
    }

    private static func fields(_ map: RESPValue) -> [String: RESPValue] {
        let pairs = (map.pairs ?? []).compactMap { name, value in
            name.bytes.map { (String(decoding: $0, as: UTF8.self), value) }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension RESPValue {
    /// A number that counts something, whichever way it was sent.
    fileprivate var count: UInt64? { integer.flatMap { UInt64(exactly: $0) } }
}
