package import CacheMetrics
package import RESP
package import RedisClient

/// Collects how far behind the groups of streams are, of one stream on each beat, in turn.
///
/// To ask makes a stream look used on a connection that touches keys, as all do before Redis 7.2: then
/// nothing is asked, unless the operator has allowed as much by letting values be read.
package struct StreamCollector: Collector {
    private let mayTouchKeys: Bool
    private var next: [UInt8]?
    private var known: [[UInt8]: [StreamGroup]] = [:]
    private var isDeferred = false

    /// A collector that has asked nothing.
    package init(mayTouchKeys: Bool) { self.mayTouchKeys = mayTouchKeys }

    package var commands: [ReadCommand] {
        isDeferred ? [] : next.map { [.streamGroups(key: $0)] } ?? []
    }

    /// Takes the lookup for the next stream, or waits for a beat that has one.
    package mutating func reserve(_ lookups: inout Int) {
        isDeferred = next != nil && lookups < 1
        if next != nil, !isDeferred { lookups -= 1 }
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        let streams = (sample.survey?.streams ?? []).map(\.key)
        if let asked = next, let reply = replies.first { known[asked] = Self.groups(reply) }
        known = known.filter { streams.contains($0.key) }
        for index in streams.indices {
            sample.survey?.streams[index].groups = known[streams[index]]
        }
        guard !isDeferred else { return }
        guard mayTouchKeys || !sample.cost.touchesKeys else {
            next = nil
            return
        }
        let place = next.flatMap { streams.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        next = streams.isEmpty ? nil : streams[place % streams.count]
    }

    /// The groups in a reply, those with most left to do; `nil` if it is none, as of a key that is gone.
    private static func groups(_ reply: RESPValue) -> [StreamGroup]? {
        guard let rows = reply.elements else { return nil }
        let groups = rows.compactMap { row -> StreamGroup? in
            let fields = (row.pairs ?? []).compactMap { name, value in
                name.bytes.map { (String(decoding: $0, as: UTF8.self), value) }
            }
            let byName = Dictionary(fields) { first, _ in first }
            guard let name = byName["name"]?.bytes else { return nil }
            func number(_ field: String) -> UInt64? {
                byName[field]?.integer.flatMap { UInt64(exactly: $0) }
            }
            return StreamGroup(
                name: Array(name.prefix(longestName)),
                consumers: number("consumers") ?? 0,
                pending: number("pending") ?? 0,
                lag: number("lag")
            )
        }
        let sorted = groups.sorted { ($0.waiting, $1.name.count) > ($1.waiting, $0.name.count) }
        return Array(sorted.prefix(StreamUse.mostGroups))
    }

    /// Bytes kept of a group's name.
    private static let longestName = 128
}
