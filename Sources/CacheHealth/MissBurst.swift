import CacheMetrics

/// A burst of misses and what came with it.
struct MissBurst: Sendable {
    /// Misses beyond what is usual.
    let misses: Double
    /// Changes to keys beyond what is usual.
    let changes: Double
    /// Keys that expired then or in the two beats before.
    let expired: Double
    /// How many more keys there are than before, those counted that left meanwhile, beyond what is
    /// usual: a cache that fills up gets new ones all the time.
    let newKeys: Double
    /// How long it lasted, the seconds around it included.
    let seconds: Double

    /// Seconds that tell what is usual.
    private static let memory = 61.0
    /// How many seconds ago a burst may be.
    private static let horizon = 60.0
    /// Misses beyond what is usual that are worth speaking of.
    private static let leastMisses = 30.0

    /// The latest burst of the last minute, or `nil` without one that keys expired before.
    ///
    /// A burst is a run of beats over four robust standard deviations above the median of a minute
    /// (`keyspace.md` E16); counts of which there are few on average vary by their root at least.
    init?(_ node: JudgedNode) {
        let now = node.moment.beat
        let first = now - node.beats(in: Self.memory)
        let all = node.metrics.values(of: .misses, since: first)
        // The beat after a burst belongs to it: one that has just begun is not judged yet.
        let recent = all.filter { $0.beat < now && now - $0.beat <= node.beats(in: Self.horizon) }
        guard let highest = recent.map(\.value).max() else { return nil }
        var values = all.map(\.value)
        let median = Self.median(&values)
        let root = max(1, median).squareRoot()
        // Most of the time this tells it already, and the deviation need not be known.
        guard highest >= median + max(Self.leastMisses, 4 * root) else { return nil }
        // From beat to beat: a cache that warms up misses less and less, and is not unsettled for that.
        var steps = zip(all, all.dropFirst()).map { abs($1.value - $0.value) }
        let deviation = max(1.4826 * Self.median(&steps) / Double(2).squareRoot(), root)
        let least = median + max(Self.leastMisses, 4 * deviation)
        guard let last = recent.last(where: { $0.value >= least })?.beat else { return nil }
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
            var usual = values.map(\.value)
            let median = Self.median(&usual)
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
        newKeys = Self.newKeys(node, since: begin - 2, upTo: last + 1, usualSince: first)
        self.seconds = Double(last - begin + 3) * seconds
    }

    private static func newKeys(
        _ node: JudgedNode,
        since begin: Int64,
        upTo last: Int64,
        usualSince first: Int64
    ) -> Double {
        let keys = node.metrics.values(of: .keys, since: first)
        var steps = zip(keys, keys.dropFirst()).map { $1.value - $0.value }
        let usual = max(0, median(&steps))
        let within = keys.filter { (begin...last).contains($0.beat) }
        guard let from = within.first, let to = within.last else { return 0 }
        let gone = [Metric.expired, .evicted].reduce(0) {
            $0 + node.metrics.sum(of: $1, since: begin + 1, upTo: last).sum * node.secondsPerBeat
        }
        return max(0, to.value - from.value + gone - usual * Double(to.beat - from.beat))
    }

    /// The middle one of some values, the upper of two, and 0 of none; their order is lost.
    ///
    /// Hoare's selection: to sort them all takes five times as long, and this is asked each beat.
    private static func median(_ values: inout [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let middle = values.count / 2
        var (low, high) = (0, values.count - 1)
        while low < high {
            let pivot = values[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                guard left <= right else { break }
                values.swapAt(left, right)
                (left, right) = (left + 1, right - 1)
            }
            if middle <= right { high = right } else if middle >= left { low = left } else { break }
        }
        return values[middle]
    }
}
