import RESP

/// Reads what `CLIENT TRACKING ON BCAST` tells: pushes that name keys which have changed.
struct TrackingParser: BurstParser {
    let opening = RESPCommand("CLIENT", "TRACKING", "ON", "BCAST")
    private var decoder = RESPDecoder()
    private var hasBegun = false

    /// The decoder keeps its own limits.
    let pendingCount = 0

    mutating func take(_ bytes: some Collection<UInt8>) -> [BurstEvent] {
        decoder.append(bytes)
        var events: [BurstEvent] = []
        do throws(RESPError) {
            while let message = try decoder.next() { events += self.events(of: message) }
        } catch {
            events.append(.ended)
        }
        return events
    }

    private mutating func events(of message: RESPMessage) -> [BurstEvent] {
        switch message {
        case .push(let parts):
            // Null stands for all keys: the server was flushed, which names none.
            guard hasBegun, parts.count == 2, parts[0].bytes == Array("invalidate".utf8) else {
                return []
            }
            let keys = (parts[1].elements ?? []).compactMap(\.bytes)
            return keys.map { .heard([KeyUse(key: $0, kind: .write)], at: nil) }
        case .reply(.error(let text)): return [.refused(text)]
        case .reply where !hasBegun:
            hasBegun = true
            return [.began]
        case .reply: return [.ended]
        }
    }
}
