import CacheMetrics
import RESP
import RedisClient

// Which keys are hot: as they were heard, by their idle times, or by their LFU counters.
extension KeySampler {
    /// Takes in what was heard of the clients, at a time on the source's steady clock.
    mutating func record(_ burst: TrafficBurst, at steadyMilliseconds: Int64) {
        traffic?.record(burst, at: steadyMilliseconds)
        detail(traffic?.hottest.map(\.key) ?? [], at: steadyMilliseconds)
        rank()
    }

    /// How long to wait before idle times are probed, or `nil` if that is not due.
    mutating func delayOfLooks(at steadyMicroseconds: Int64, within most: Duration) -> Duration? {
        guard method == .idleTime, lookups.use > 0 else { return nil }
        return watch.delay(at: steadyMicroseconds, clock, within: most)
    }

    /// The probes of keys that may be hot, as many as there are lookups for.
    mutating func looks() -> [ReadCommand] {
        let commands = watch.commands(atMost: lookups.use)
        lookups.use -= commands.count
        return commands
    }

    /// Takes in the answers to probes of idle times, given at a time on the source's steady clock.
    mutating func recordLooks(_ answers: [(ReadCommand, RESPValue)], at steadyMicroseconds: Int64) {
        var idle: [(key: [UInt8], seconds: Int64)] = []
        for case (.objectIdleTime(let key), let reply) in answers {
            if let seconds = reply.integer {
                idle.append((key, seconds))
            } else {
                watch.remove(key)
            }
        }
        watch.record(idle, at: steadyMicroseconds, clock)
        guard !isHeard else { return }
        detail(watch.hottest.map { KeyName($0.key) }, at: steadyMicroseconds / 1_000)
        for (key, seconds) in idle { detailed[KeyName(key)]?.idleSeconds = seconds }
        rank()
    }

    var isHeard: Bool { traffic.map { $0.window.commands > 0 } ?? false }

    /// Remembers what is known of keys that are shown as hot or may be, and of no others.
    private mutating func detail(_ names: [KeyName], at steadyMilliseconds: Int64) {
        var kept = detailed.filter { watch.watches($0.key) }
        for name in names {
            kept[name] = detailed[name] ?? remembered(name, at: steadyMilliseconds)
        }
        detailed = kept
    }

    /// What is known of a key, its measurements cleared to be made again.
    private func remembered(_ name: KeyName, at now: Int64) -> SurveyedKey {
        var entry = SurveyedKey(name, seenMilliseconds: now)
        let known = tracked.known(name)
        entry.type = known?.type
        entry.encoding = known?.encoding
        entry.timeToLiveMilliseconds = known?.timeToLiveMilliseconds
        entry.memoryBytes = known?.memoryBytes
        return entry
    }

    /// The hottest keys by the best of the ways there are.
    mutating func rank() {
        if let traffic, isHeard {
            found.method =
                switch traffic.kind {
                case .commands: .traffic(traffic.window)
                case .changes: .changes(traffic.window)
                }
            found.hottest = traffic.hottest.map { name, figures in
                var key = detailed[name] ?? remembered(name, at: 0)
                key.traffic = figures
                return key
            }
        } else if method == .idleTime, !watch.hottest.isEmpty {
            found.method = method
            found.hottest = watch.hottest.map { whole, figures in
                let name = KeyName(whole)
                var key = detailed[name] ?? remembered(name, at: 0)
                key.idleLooks = figures
                return key
            }
        } else {
            (found.method, found.hottest) = (method, tracked.hottest)
        }
    }

    /// Lets a suspect that is no number be as hot as it looks.
    mutating func confirmNotShared(_ whole: [UInt8], _ reply: RESPValue) {
        guard let key = suspects.removeValue(forKey: whole), let encoding = reply.bytes,
            encoding != Array("int".utf8)
        else { return }
        var confirmed = key
        confirmed.encoding = encoding
        update(confirmed, whole)
    }

    /// Takes a key into what is tracked, and under the watch of idle times if it may be hot.
    mutating func update(_ key: SurveyedKey, _ whole: [UInt8]) {
        let server = clock.time(at: key.seenMilliseconds &* 1_000).map { $0 / 1_000 }
        tracked.update(key, whole: whole, server: server, method: method)
        guard method == .idleTime, watch.wants(key, whole) else { return }
        watch.add(whole)
        detailed[key.name] = tracked.known(key.name) ?? key
    }

    /// Notes a sorted set that is named like a ranking.
    mutating func noteRanking(_ key: SurveyedKey, _ whole: [UInt8]) {
        guard key.type == Array(KeyType.sortedSet.name.utf8), !key.name.isClipped,
            whole.looksLikeRanking, !found.rankings.contains(whole),
            found.rankings.count < Self.mostRankings
        else { return }
        found.rankings.append(whole)
    }

    /// Notes a stream; of more than are kept, those met last.
    mutating func noteStream(_ key: SurveyedKey) {
        guard key.type == Array(KeyType.stream.name.utf8), !key.name.isClipped,
            !found.streams.contains(where: { $0.key == key.key })
        else { return }
        if found.streams.count == Self.mostStreams { found.streams.removeFirst() }
        found.streams.append(StreamUse(key: key.key))
    }

    /// Sorted sets kept that look like rankings.
    private static let mostRankings = 16
    /// Streams kept.
    private static let mostStreams = 16
}
