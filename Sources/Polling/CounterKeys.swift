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
