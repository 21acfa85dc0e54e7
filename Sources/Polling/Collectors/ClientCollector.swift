package import CacheMetrics
package import RedisClient
package import RESP

/// Collects who is connected, every ten seconds and more seldom of a server with many.
///
/// The list takes the server 0.4 to 1.9 µs for each connection (`keyspace.md`, `faults.md`), in which
/// nobody else is answered. So its part of a core stays below 0.02 %, and a server with more
/// connections than it lists in some milliseconds is not asked; the report says how many there are.
package struct ClientCollector: Collector {
    package private(set) var commands: [ReadCommand] = []
    /// The server's uptime at which the list was learned last.
    private var learned: UInt64?

    /// The most connections that are listed.
    package static let mostListed: UInt64 = 2_000
    /// Seconds from one list to the next at least, and for each connection.
    private static let (leastSeconds, connectionsPerSecond) = (UInt64(10), UInt64(100))

    /// A collector that has learned nothing yet.
    package init() {}

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        let uptime = sample.info[.uptime] ?? 0
        if let bytes = replies.first?.bytes {
            sample.clients = ClientReport(listing: bytes)
        }
        // Refused or not: it is not asked again at once.
        if !replies.isEmpty { learned = uptime }
        commands = []
        guard let connected = sample.info[.connectedClients], isDue(uptime, connected) else {
            return
        }
        guard connected <= Self.mostListed else {
            sample.clients = ClientReport()
            sample.clients?.unlisted = connected
            learned = uptime
            return
        }
        commands = [.clientList]
    }

    /// Whether the list is due on the next beat.
    private func isDue(_ uptime: UInt64, _ connected: UInt64) -> Bool {
        guard let learned, uptime >= learned else { return true }
        return uptime - learned >= max(Self.leastSeconds, connected / Self.connectionsPerSecond)
    }
}
