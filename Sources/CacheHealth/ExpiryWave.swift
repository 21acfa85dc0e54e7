import CacheMetrics

/// Keys of a pattern that are going to expire together.
struct ExpiryWave: Sendable {
    let pattern: JudgedPattern
    let burst: ExpiryBurst
    /// About how many keys there are in it.
    let keys: Double
    /// Seconds until it begins.
    let secondsAhead: Double
}
