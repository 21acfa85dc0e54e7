import CacheMetrics

/// A burst of misses and what came with it.
struct MissBurst: Sendable {
    /// Misses beyond what is usual.
    let misses: Double
    /// Keys that expired then or in the two beats before.
    let expired: Double
    /// How long it lasted, the seconds around it included.
    let seconds: Double
    /// The beats that stand out.
    private let beats: ClosedRange<Int64>
    /// The first of the beats that tell what is usual.
    private let first: Int64

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
        guard Self.stands(out: .misses, of: node, since: first) else { return nil }
        let all = node.metrics.values(of: .misses, since: first)
        let median = Self.median(of: all)
        let root = max(1, median).squareRoot()
        // The beat after a burst belongs to it: one that has just begun is not judged yet.
        let oldest = now - node.beats(in: Self.horizon)
        let last = { (least: Double) in
            all.last { $0.value >= least && $0.beat < now && $0.beat >= oldest }?.beat
        }
        // What does not stand out by the root does not by more, which takes longer to work out.
        guard last(median + max(Self.leastMisses, 4 * root)) != nil else { return nil }
        // From beat to beat: a cache that warms up misses less and less, and is not unsettled for that.
        var steps = zip(all, all.dropFirst()).map { abs($1.value - $0.value) }
        let deviation = max(1.4826 * Self.median(&steps) / Double(2).squareRoot(), root)
        let least = median + max(Self.leastMisses, 4 * deviation)
        guard let last = last(least) else { return nil }
        var begin = last
        for entry in all.reversed() where entry.beat < begin {
            guard entry.value >= least, begin - entry.beat <= 2 else { break }
            begin = entry.beat
        }
        let seconds = node.secondsPerBeat
        let before = node.metrics.sum(of: .expired, since: begin - 3, upTo: last + 1)
        expired = before.sum * seconds
        // Without any there is no telling the burst from one of other causes.
        guard expired > 0 else { return nil }
        misses = Self.excess(of: all, over: median, in: (begin - 1)...(last + 1)) * seconds
        (beats, self.first) = (begin...last, first)
        self.seconds = Double(last - begin + 3) * seconds
    }

    /// Changes to keys beyond what is usual: what is rebuilt comes as much later as the store behind takes.
    func changes(of node: JudgedNode) -> Double {
        let all = node.metrics.values(of: .changes, since: first)
        let around = (beats.lowerBound - 1)...(beats.upperBound + 3)
        return Self.excess(of: all, over: Self.median(of: all), in: around) * node.secondsPerBeat
    }

    /// How many more keys there are than before, those counted that left meanwhile, beyond what is
    /// usual: a cache that fills up gets new ones all the time.
    func newKeys(of node: JudgedNode) -> Double {
        let (begin, last) = (beats.lowerBound - 2, beats.upperBound + 1)
        let keys = node.metrics.values(of: .keys, since: first)
        var steps = zip(keys, keys.dropFirst()).map { $1.value - $0.value }
        let usual = max(0, Self.median(&steps))
        let within = keys.filter { (begin...last).contains($0.beat) }
        guard let from = within.first, let to = within.last else { return 0 }
        let gone = [Metric.expired, .evicted].reduce(0) {
            $0 + node.metrics.sum(of: $1, since: begin + 1, upTo: last).sum * node.secondsPerBeat
        }
        return max(0, to.value - from.value + gone - usual * Double(to.beat - from.beat))
    }

    private typealias Values = [(beat: Int64, value: Double)]

    private static func excess(
        of values: Values,
        over usual: Double,
        in beats: ClosedRange<Int64>
    ) -> Double {
        values.reduce(0) { beats.contains($1.beat) ? $0 + max(0, $1.value - usual) : $0 }
    }

    private static func median(of values: Values) -> Double {
        var numbers = values.map(\.value)
        return median(&numbers)
    }

    /// Whether the highest of some values that are judged already is far above their median, which is
    /// seldom so: for this much it need not be known, only on which side of what would do it is.
    private static func stands(out metric: Metric, of node: JudgedNode, since first: Int64) -> Bool
    {
        let now = node.moment.beat
        let oldest = now - node.beats(in: horizon)
        var highest = -Double.infinity
        node.metrics.visit(metric, since: first) { beat, value in
            if beat < now, beat >= oldest { highest = max(highest, value) }
        }
        guard highest >= leastMisses else { return false }
        var (count, lower) = (0, 0)
        node.metrics.visit(metric, since: first) { _, value in
            count += 1
            let margin = max(leastMisses, 4 * max(1, value).squareRoot())
            if highest >= value + margin { lower += 1 }
        }
        return lower > count / 2
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
