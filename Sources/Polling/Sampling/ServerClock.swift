package import CacheMetrics

/// The server's clock beside our steady one, from reports that came over the network.
package struct ServerClock: Sendable {
    /// Microseconds from our steady clock to the server's since 1970; `nil` before Redis 6.2, which does
    /// not report its time.
    private(set) var offset: Int64?
    /// How far off that may be, in microseconds.
    private(set) var error: Int64 = 0

    /// A clock of which nothing is known.
    package init() {}

    /// Takes in a report that was on its way in a round trip which ended at a time on our clock.
    package mutating func set(
        _ info: InfoReport,
        roundTrip: Int64,
        endedAt steadyMicroseconds: Int64
    ) {
        guard let time = info[.serverTime] else {
            offset = nil
            return
        }
        offset = Int64(clamping: time) &- (steadyMicroseconds &- roundTrip / 2)
        error = roundTrip / 2
    }

    /// The server's time at a time on our clock, in microseconds since 1970.
    package func time(at steadyMicroseconds: Int64) -> Int64? {
        offset.map { steadyMicroseconds &+ $0 }
    }
}
