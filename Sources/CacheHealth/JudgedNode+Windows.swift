import CacheMetrics

extension JudgedNode {
    /// The time from one beat to the next, in seconds, by the last two readings.
    private var secondsPerBeat: Double {
        guard let interval = self.interval, let earlier = interval.earlier else { return 1 }
        let beats = interval.later.moment.beat - earlier.moment.beat
        let elapsed = interval.later.moment.elapsed(since: earlier.moment).seconds
        // Polls come a little early or late, and a window must not change its width with them.
        return beats > 0 ? max(0.1, (elapsed / Double(beats) * 10).rounded() / 10) : 1
    }

    /// A metric over the last seconds, or a part of them that ended some seconds ago; `nil` unless it
    /// is known for half of them.
    func window(
        of metric: Metric,
        seconds: Double,
        endingBefore end: Double = 0
    ) -> MetricWindow? {
        let each = secondsPerBeat
        let newest = self.moment.beat - Int64(end / each)
        let first = newest - max(1, Int64((seconds / each).rounded())) + 1
        let (sum, count) = self.metrics.sum(of: metric, since: first, upTo: newest)
        guard count > 0, Double(count) * each >= seconds / 2 else { return nil }
        return MetricWindow(mean: sum / Double(count), seconds: Double(count) * each)
    }
}
