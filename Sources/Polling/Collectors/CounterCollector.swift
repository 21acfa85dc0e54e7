package import CacheMetrics
package import RedisClient
package import RESP

/// Collects the hit and miss counters that an application keeps for itself.
///
/// The usual pair is looked for with `MEMORY USAGE`, which neither counts as a lookup nor refreshes
/// a key; only pairs that exist are read, with `GETRANGE`, so that a huge value in a counter's place
/// costs 64 bytes.
package struct CounterCollector: Collector {
    private let named: [CounterKeys]
    private var usualExists = false
    private var beat = 0
    /// `true` where there are lookups to read the counters on this beat.
    private var reads = true
    private var latest: [CounterPair] = []

    /// Bytes that a number takes at most.
    private static let longestNumber = 64
    /// Beats between looks for the usual pair.
    private static let lookEvery = 30

    /// Reads the named pairs, and the usual one if it exists.
    package init(named: [CounterKeys]) {
        self.named = named
    }

    package var commands: [ReadCommand] {
        let commands =
            reads
            ? pairs.flatMap {
                [
                    ReadCommand.beginning(key: $0.hits, bytes: Self.longestNumber),
                    .beginning(key: $0.misses, bytes: Self.longestNumber),
                ]
            } : []
        return commands + (looksForUsual ? [.memoryUsage(key: CounterKeys.usual.hits)] : [])
    }

    private var pairs: [CounterKeys] { named + (usualExists ? [.usual] : []) }

    private var looksForUsual: Bool {
        !usualExists && beat.isMultiple(of: Self.lookEvery)
            && !named.contains { $0.name == CounterKeys.usual.name }
    }

    /// Reads all pairs, or none while there are too few lookups left.
    package mutating func reserve(_ lookups: inout Int) {
        let needed = 2 * pairs.count
        reads = needed <= lookups
        if reads { lookups -= needed }
    }

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        defer { beat += 1 }
        let pairs = pairs
        guard reads else {
            if looksForUsual { usualExists = replies.last?.integer != nil }
            sample.counters = latest.map { $0.asOfEarlier }
            return
        }
        let values = replies.prefix(pairs.count * 2).map { $0.bytes.flatMap { Int64(decimal: $0) } }
        let counts = values.map { $0.flatMap { UInt64(exactly: $0) } }
        let read = pairs.enumerated().map { index, pair in
            CounterPair(name: pair.name, hits: counts[index * 2], misses: counts[index * 2 + 1])
        }
        if looksForUsual { usualExists = replies.last?.integer != nil }
        if let usual = read.last, usualExists, pairs.count > named.count, usual.hits == nil {
            usualExists = false
        }
        sample.counters = read
        latest = read
    }
}
