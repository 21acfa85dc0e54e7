/// How many calls took at most so long: the server's own power-of-two histogram.
///
/// Counts are cumulative in two ways: over the buckets, and over time since the server started.
/// The second is undone by `subtracting` an earlier histogram.
package struct LatencyHistogram: Sendable, Equatable {
    /// Upper bounds in microseconds, ascending; only buckets that hold something are listed.
    package private(set) var bounds: [UInt64]
    /// How many calls took at most the bound of the same index.
    package private(set) var counts: [UInt64]

    /// A histogram of nothing.
    package init() {
        bounds = []
        counts = []
    }

    /// A histogram from bounds and cumulative counts; `nil` unless both ascend and agree in number.
    package init?(bounds: [UInt64], counts: [UInt64]) {
        guard bounds.count == counts.count,
            zip(bounds, bounds.dropFirst()).allSatisfy(<),
            zip(counts, counts.dropFirst()).allSatisfy(<=)
        else { return nil }
        self.bounds = bounds
        self.counts = counts
    }

    /// All calls.
    package var total: UInt64 { counts.last ?? 0 }

    /// The calls that took at most `bound` microseconds, as far as the buckets tell.
    private func count(upTo bound: UInt64) -> UInt64 {
        var answer: UInt64 = 0
        for (candidate, count) in zip(bounds, counts) {
            guard candidate <= bound else { break }
            answer = count
        }
        return answer
    }

    /// The calls since `earlier`, or `nil` if the server's histogram was reset in between.
    package func subtracting(_ earlier: LatencyHistogram) -> LatencyHistogram? {
        combined(with: earlier) { mine, theirs in mine >= theirs ? mine - theirs : nil }
    }

    /// The calls of both.
    package func adding(_ other: LatencyHistogram) -> LatencyHistogram {
        combined(with: other) { $0 &+ $1 } ?? self
    }

    private func combined(
        with other: LatencyHistogram,
        by combine: (UInt64, UInt64) -> UInt64?
    ) -> LatencyHistogram? {
        var result = LatencyHistogram()
        for bound in Set(bounds).union(other.bounds).sorted() {
            guard let count = combine(count(upTo: bound), other.count(upTo: bound)) else {
                return nil
            }
            result.bounds.append(bound)
            result.counts.append(count)
        }
        // Differences of cumulative counts ascend unless one side was reset and overtook the other.
        return zip(result.counts, result.counts.dropFirst()).allSatisfy(<=) ? result : nil
    }

    /// The bound below which at least `share` of the calls lie, in microseconds; `nil` without calls.
    ///
    /// The true quantile is at most this and more than half of it: buckets double in width.
    package func quantile(_ share: Double) -> UInt64? {
        guard total > 0 else { return nil }
        let wanted = share * Double(total)
        for (bound, count) in zip(bounds, counts) where Double(count) >= wanted { return bound }
        return bounds.last
    }

    /// The calls in each bucket, not cumulative, with its upper bound in microseconds.
    package var buckets: [(bound: UInt64, count: UInt64)] {
        zip(bounds, zip(counts, [0] + counts)).map { ($0, $1.0 - $1.1) }
    }
}
