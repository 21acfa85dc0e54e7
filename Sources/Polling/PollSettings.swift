/// What the operator asked a poller to do.
package struct PollSettings: Sendable, Equatable {
    /// The time from one poll to the next.
    package var interval: Duration = .seconds(1)
    /// The sorted sets to follow; when empty, they are discovered.
    package var boards: [[UInt8]] = []
    /// The application's counter pairs to read, besides the usual one.
    package var counters: [CounterKeys] = []
    /// The share of one server core that walking over the keys may use; 0 turns it off.
    package var sampleBudget = 0.005
    /// The name the connection takes, so that an operator finds it in `CLIENT LIST`.
    package var clientName = "hitscope"

    /// Polling as it is when nothing is asked for.
    package init() {}
}

/// Where an application counts its own hits and misses.
package struct CounterKeys: Sendable, Equatable {
    /// What to call the pair.
    package var name: String
    /// The key that counts hits.
    package var hits: [UInt8]
    /// The key that counts misses.
    package var misses: [UInt8]

    /// A pair by its keys.
    package init(name: String, hits: [UInt8], misses: [UInt8]) {
        self.name = name
        self.hits = hits
        self.misses = misses
    }

    /// The pair every guide to caching uses, looked for by itself.
    package static let usual = CounterKeys(
        name: "cache",
        hits: Array("cache_hits".utf8),
        misses: Array("cache_misses".utf8)
    )
}
