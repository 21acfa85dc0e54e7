/// A pair of counters in which an application counts its own hits and misses.
package struct CounterPair: Sendable, Equatable {
    /// What the operator calls the pair.
    package var name: String
    /// The hits so far, or `nil` if the key is absent or not a number.
    package var hits: UInt64?
    /// The misses so far, or `nil` if the key is absent or not a number.
    package var misses: UInt64?
    /// `true` where it was read with this sample; otherwise it is as it was read last.
    package var isFresh = true

    /// A pair as read.
    package init(name: String, hits: UInt64?, misses: UInt64?) {
        self.name = name
        self.hits = hits
        self.misses = misses
    }

    /// The same pair in a sample with which it was not read.
    package var asOfEarlier: CounterPair {
        var pair = self
        pair.isFresh = false
        return pair
    }
}
