package import CacheMetrics
package import RedisClient
package import RESP

/// Collects what the hash slots of a cluster's node do, 512 of them on each beat.
///
/// All 16,384 at once take 1.9 ms, and the busiest ones by the server's own order 0.6 ms, for it
/// sorts all of them by what they did since its start, which a slot that is hot now may not lead
/// (`keyspace.md` 1.2 A12). A part takes 60 µs, and each slot is met every 32 beats.
package struct SlotCollector: Collector {
    private var isOffered = false
    private var next: Int64 = 0
    private var known: [Int64: Slot] = [:]

    /// What a slot had counted at the last look, and what it did between that and the one before.
    private struct Slot: Sendable {
        var microseconds: Int64
        var counts: Counts
        var use: SlotUse?
    }

    private struct Counts: Sendable {
        var keys: UInt64
        var cpu, bytesIn, bytesOut: UInt64?
    }

    /// Slots there are, in one beat's part, and told.
    private static let (all, part, most): (Int64, Int64, Int) = (16_384, 512, 16)

    /// A collector that has asked nothing.
    package init() {}

    package var commands: [ReadCommand] {
        isOffered ? [.slotStatistics(first: next, last: next + Self.part - 1)] : []
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        let wasAsked = isOffered
        isOffered = sample.info.offersSlotStatistics
        guard wasAsked, let rows = replies.first?.elements,
            let now = sample.info[.serverTime]
        else { return }
        let met = rows.prefix(Int(Self.part)).compactMap(Self.slot)
        // What was moved to another node is this one's no more.
        for number in next..<(next + Self.part) where !met.contains(where: { $0.0 == number }) {
            known[number] = nil
        }
        for (number, counts) in met { note(counts, of: number, at: Int64(clamping: now)) }
        next = (next + Self.part) % Self.all
        var survey = sample.survey ?? KeySurvey(method: .unknown)
        survey.slots = report
        sample.survey = survey
    }

    private mutating func note(_ counts: Counts, of number: Int64, at now: Int64) {
        var slot = Slot(microseconds: now, counts: counts)
        if let before = known[number], now > before.microseconds {
            let seconds = Double(now - before.microseconds) / 1e6
            var use = SlotUse(slot: number, keys: counts.keys)
            use.microsecondsPerSecond = Self.rate(before.counts.cpu, counts.cpu, seconds)
            use.bytesInPerSecond = Self.rate(before.counts.bytesIn, counts.bytesIn, seconds)
            use.bytesOutPerSecond = Self.rate(before.counts.bytesOut, counts.bytesOut, seconds)
            slot.use = use
        }
        known[number] = slot
    }

    /// A counter that fell was reset: what happened since is not known.
    private static func rate(_ before: UInt64?, _ after: UInt64?, _ seconds: Double) -> UInt64? {
        guard let before, let after, after >= before else { return nil }
        return UInt64(min(1e15, Double(after - before) / seconds))
    }

    private var report: SlotReport {
        let uses = known.values.compactMap(\.use)
        let times = uses.compactMap(\.microsecondsPerSecond).sorted()
        var report = SlotReport()
        report.slots = UInt64(uses.count)
        if !times.isEmpty {
            report.microsecondsPerSecond = times.reduce(0, &+)
            report.medianMicrosecondsPerSecond = times[times.count / 2]
        }
        let sorted = uses.sorted {
            ($0.microsecondsPerSecond ?? 0, $0.keys, $1.slot)
                > ($1.microsecondsPerSecond ?? 0, $1.keys, $0.slot)
        }
        report.busiest = Array(sorted.prefix(Self.most))
        return report
    }

    /// `[slot, {key-count, cpu-usec, network-bytes-in, network-bytes-out}]`.
    private static func slot(_ row: RESPValue) -> (Int64, Counts)? {
        guard let parts = row.elements, parts.count == 2, let number = parts[0].integer,
            (0..<all).contains(number)
        else { return nil }
        let fields = (parts[1].pairs ?? []).compactMap { name, value in
            name.bytes.flatMap { name in
                value.integer.flatMap { UInt64(exactly: $0) }
                    .map { (String(decoding: name, as: UTF8.self), $0) }
            }
        }
        let byName = Dictionary(fields) { first, _ in first }
        let counts = Counts(
            keys: byName["key-count"] ?? 0,
            cpu: byName["cpu-usec"],
            bytesIn: byName["network-bytes-in"],
            bytesOut: byName["network-bytes-out"]
        )
        return (number, counts)
    }
}

extension InfoReport {
    /// Whether the server is a cluster's node that counts by slot.
    fileprivate var offersSlotStatistics: Bool {
        guard self[.clusterEnabled] == 1 else { return false }
        if let version = self[.valkeyVersion].flatMap({ ServerVersion($0) }) {
            return version >= ServerVersion(major: 8, minor: 0)
        }
        guard let version = self[.redisVersion].flatMap({ ServerVersion($0) }) else {
            return false
        }
        return version >= ServerVersion(major: 8, minor: 2)
    }
}
