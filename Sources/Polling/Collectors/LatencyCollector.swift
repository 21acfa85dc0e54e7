package import CacheMetrics
package import RedisClient
package import RESP

/// Collects the latency histograms of all commands, Redis and Valkey 7.0 and later.
package struct LatencyCollector: Collector {
    package let commands: [ReadCommand] = [.latencyHistogram]

    /// A collector without state.
    package init() {}

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        guard let perCommand = replies.first?.pairs else { return }
        sample.latencies = perCommand.prefix(Self.mostCommands).compactMap { name, details in
            guard let command = name.bytes, let histogram = Self.histogram(details) else {
                return nil
            }
            return CommandLatency(command: command, histogram: histogram)
        }
    }

    /// More commands than any server has, modules included.
    private static let mostCommands = 500

    private static func histogram(_ details: RESPValue) -> LatencyHistogram? {
        let buckets = details.pairs?.first { $0.key.bytes == histogramKey }?.value.pairs
        guard let buckets else { return nil }
        let numbers = buckets.compactMap { bound, count -> (UInt64, UInt64)? in
            guard let bound = bound.integer.flatMap({ UInt64(exactly: $0) }),
                let count = count.integer.flatMap({ UInt64(exactly: $0) })
            else { return nil }
            return (bound, count)
        }
        return LatencyHistogram(bounds: numbers.map(\.0), counts: numbers.map(\.1))
    }
}

private let histogramKey = Array("histogram_usec".utf8)
