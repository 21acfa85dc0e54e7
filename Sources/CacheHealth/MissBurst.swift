import CacheMetrics

/// A burst of misses and what came with it, in the three beats around its height.
struct MissBurst: Sendable {
    /// Misses beyond what is usual.
    let misses: Double
    /// Changes to keys beyond what is usual.
    let changes: Double
    /// Keys that expired then or in the two beats before.
    let expired: Double
    /// How many more keys there are than before, those counted that left meanwhile.
    let newKeys: Double
    /// How many beats ago it was.
    let beatsAgo: Int64

    /// Beats that tell what is usual.
    private static let memory: Int64 = 120
    /// How long ago a burst may be.
    private static let horizon: Int64 = 60
    /// Misses beyond what is usual that are worth speaking of.
    private static let leastMisses = 30.0

    /// The latest burst of the last minute, or `nil` without one.
    ///
    /// A burst is over four robust standard deviations above the median of two minutes (`keyspace.md`
    /// E16); counts of which there are few on average vary by their root at least.
    init?(_ node: JudgedNode) {
        let first = node.moment.beat - Self.memory
        let all = node.metrics.values(of: .misses, since: first)
        let usual = Self.usual(all.map(\.value))
        let least = usual.median + max(Self.leastMisses, 4 * usual.deviation)
        // The beat after the height belongs to it: a burst that has just begun is not judged yet.
        let height = all.last { $0.value >= least && $0.beat < node.moment.beat }
        guard let beat = height?.beat, node.moment.beat - beat <= Self.horizon else { return nil }
        func sum(_ metric: Metric, _ range: ClosedRange<Int64>) -> (Double, Double) {
            let values = node.metrics.values(of: metric, since: first)
            let part = values.filter { range.contains($0.beat) }.map(\.value)
            let median = Self.usual(values.map(\.value)).median
            return (part.reduce(0, +), part.reduce(0) { $0 + max(0, $1 - median) })
        }
        let around = (beat - 1)...(beat + 1)
        misses = sum(.misses, around).1
        changes = sum(.changes, around).1
        expired = sum(.expired, (beat - 3)...(beat + 1)).0
        let keys = node.metrics.values(of: .keys, since: beat - 2)
        let grown = (keys.last { $0.beat <= beat + 1 }?.value ?? 0) - (keys.first?.value ?? 0)
        newKeys = max(0, grown + expired + sum(.evicted, around).0)
        beatsAgo = node.moment.beat - beat
    }

    private static func usual(_ values: [Double]) -> (median: Double, deviation: Double) {
        guard !values.isEmpty else { return (0, 0) }
        let median = values.sorted()[values.count / 2]
        let middle = values.map { abs($0 - median) }.sorted()[values.count / 2]
        return (median, max(1.4826 * middle, max(1, median).squareRoot()))
    }
}
