package import CacheMetrics

extension Scene {
    /// How the nodes were at a moment with which what is shown is compared.
    package struct Baseline: Sendable {
        /// When that was.
        package var moment: Moment
        /// Each node's newest interval then.
        package var intervals: [NodeID: Interval]
    }

    /// How things are, to be compared with later; `nil` while no node has answered.
    var asBaseline: Baseline? {
        let intervals = history.nodes.compactMap { node in node.interval.map { (node.node, $0) } }
        guard let moment, !intervals.isEmpty else { return nil }
        return Baseline(moment: moment, intervals: Dictionary(intervals) { one, _ in one })
    }

    /// What differs between the baseline and what is shown of the node; `nil` if it was not known then.
    func changes(since baseline: Baseline) -> Difference? {
        guard let node, let now = node.interval, let then = baseline.intervals[node.node] else {
            return nil
        }
        // Time may have been turned back: what is between goes from the earlier to the later.
        let ends = [then, now].sorted {
            $0.later.moment.wallMicroseconds < $1.later.moment.wallMicroseconds
        }
        let first = Interval(after: nil, to: ends[0].later)
        return Difference(from: then, to: now, over: Interval(after: first, to: ends[1].later))
    }
}
