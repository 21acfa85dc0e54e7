/// The sizes of a random sample of keys, big ones and others alike, and what follows for all.
struct Sizes {
    /// Keys whose size is known.
    let count: Double
    /// Their mean size in bytes.
    let mean: Double
    /// The variance of the sizes, as a sample estimates it.
    let variance: Double

    /// How far apart the sizes are in which jemalloc gives memory: a quarter at most.
    private static let sizeClass = 0.25

    init(_ group: KeyGroup) {
        count = Double(group.sized &+ group.bigKeys)
        let (sum, squares) = (group.bytesSeen, group.squares + group.bigSquares)
        mean = count > 0 ? sum / count : 0
        // Where all are alike, one more might have been of the next size that the allocator has.
        let least = mean * Self.sizeClass * mean * Self.sizeClass / max(1, count)
        variance = count > 1 ? max(least, (squares - sum * mean) / (count - 1)) : 0
    }

    /// The bytes of so many keys, of which these are a simple random sample, and the variance of that.
    func total(ofKeys keys: Double) -> (value: Double, variance: Double) {
        guard count > 0 else { return (0, 0) }
        let rest = max(0, 1 - count / max(count, keys))
        return (keys * mean, keys * keys * rest * variance / count)
    }
}
