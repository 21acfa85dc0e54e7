import CacheMetrics
import Polling
import RedisClient

/// Keeps a scan of all keys below a share of one server core, by what the server itself says it spends.
struct ScanPace {
    private var budget: SampleBudget
    private let start: ContinuousClock.Instant
    /// When the server was asked last, how many keys had been met by then, and how many more may be.
    private var last: (time: ContinuousClock.Instant, keys: UInt64)?
    private var allowed = 0.0

    private static let interval = Duration.seconds(1)
    private static let patience = Duration.seconds(5)

    init(share: Double, since start: ContinuousClock.Instant) {
        budget = SampleBudget(share: share, mostKeysPerSecond: 1e9)
        self.start = start
    }

    /// Waits until more keys may be scanned, after so many.
    ///
    /// - Throws: why the server could not be asked what it spends.
    mutating func wait(
        after keys: UInt64,
        ownCommands: Int,
        _ connection: RedisConnection
    ) async throws(RedisError) {
        guard let known = last else { return try await ask(keys, ownCommands, connection) }
        let isSpent = Double(keys - known.keys) >= allowed
        if isSpent {
            try? await Task.sleep(until: known.time + Self.interval, clock: .continuous)
        }
        guard isSpent || known.time.duration(to: .now) >= Self.interval else { return }
        budget.spend(keys: Int(clamping: keys - known.keys))
        try await ask(keys, ownCommands, connection)
    }

    private mutating func ask(
        _ keys: UInt64,
        _ ownCommands: Int,
        _ connection: RedisConnection
    ) async throws(RedisError) {
        let sent = ContinuousClock.now
        let reply = try await connection.send([.info], within: Self.patience)[0]
        let roundTrip = sent.duration(to: .now)
        let sample = Sample(
            roundTripMicroseconds: Int64(roundTrip / .microseconds(1)),
            info: (try? InfoReport(reply: reply)) ?? InfoReport([])
        )
        allowed = budget.keys(
            per: Self.interval,
            after: sample,
            ownCommands: UInt64(ownCommands),
            at: start.duration(to: .now)
        )
        last = (.now, keys)
    }
}
