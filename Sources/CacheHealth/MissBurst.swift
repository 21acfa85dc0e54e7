import CacheMetrics

/// A burst of misses and what came with it.
struct MissBurst: Sendable {
    /// Misses beyond what is usual.
    let misses: Double
    /// Changes to keys beyond what is usual.
    let changes: Double
    /// Keys that expired then or in the two beats before.
    let expired: Double
    /// How many more keys there are than before, those counted that left meanwhile.
    let newKeys: Double
    /// How long it lasted, the seconds around it included.
    let seconds: Double

    /// Seconds that tell what is usual.
    private static let memory = 120.0
    /// How many seconds ago a burst may be.
    private static let horizon = 60.0
    /// Misses beyond what is usual that are worth speaking of.
    private static let leastMisses = 30.0

    /// The latest burst of the last minute, or `nil` without one that keys expired before.
    ///
    /// A burst is a run of beats over four robust standard deviations above the median of two minutes
    /// (`keyspace.md` E16); counts of which there are few on average vary by their root at least.
    init?(_ node: JudgedNode) {
        let reach = node.beats(in: Self.memory)
        let first = node.moment.beat - reach
        let all = node.metrics.values(of: .misses, since: first)
        let usual = Self.usual(all.map(\.value))
        let least = usual.median + max(Self.leastMisses, 4 * usual.deviation)
        // The beat after a burst belongs to it: one that has just begun is not judged yet.
        guard let last = all.last(where: { $0.value >= least && $0.beat < node.moment.beat })?.beat,
            node.moment.beat - last <= node.beats(in: Self.horizon)
        else { return nil }
        var begin = last
        for entry in all.reversed() where entry.beat < begin {
            guard entry.value >= least, begin - entry.beat <= 2 else { break }
            begin = entry.beat
        }
        let seconds = node.secondsPerBeat
        func total(_ metric: Metric, _ range: ClosedRange<Int64>) -> Double {
            let part = node.metrics.sum(of: metric, since: range.lowerBound, upTo: range.upperBound)
            return part.sum * seconds
        }
        func excess(_ metric: Metric, _ range: ClosedRange<Int64>) -> Double {
            let values = node.metrics.values(of: metric, since: first)
            let median = Self.usual(values.map(\.value)).median
            let part = values.filter { range.contains($0.beat) }
            return part.reduce(0) { $0 + max(0, $1.value - median) } * seconds
        }
        let around = (begin - 1)...(last + 1)
        expired = total(.expired, (begin - 3)...(last + 1))
        // Without any there is no telling the burst from one of other causes.
        guard expired > 0 else { return nil }
        misses = excess(.misses, around)
        // What is rebuilt comes as much later as the store behind takes.
        changes = excess(.changes, (begin - 1)...(last + 3))
        let keys = node.metrics.values(of: .keys, since: begin - 2)
        let grown = (keys.last { $0.beat <= last + 1 }?.value ?? 0) - (keys.first?.value ?? 0)
        newKeys = max(0, grown + expired + total(.evicted, around))
        self.seconds = Double(last - begin + 3) * seconds
    }

    private static func usual(_ values: [Double]) -> (median: Double, deviation: Double) {
        guard !values.isEmpty else { return (0, 0) }
        let median = values.sorted()[values.count / 2]
        let middle = values.map { abs($0 - median) }.sorted()[values.count / 2]
        return (median, max(1.4826 * middle, max(1, median).squareRoot()))
    }
}
