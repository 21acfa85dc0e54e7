import CacheMetrics

extension JudgedNode {
    /// How many beats there are in a time, at least one.
    func beats(in seconds: Double) -> Int64 {
        max(1, Int64((seconds / secondsPerBeat).rounded()))
    }

    /// A metric over the last seconds, or a part of them that ended some seconds ago; `nil` unless it
    /// is known for half of them, or another share.
    ///
    /// What a server did before it started again says nothing of how it is now.
    func window(
        of metric: Metric,
        seconds: Double,
        endingBefore end: Double = 0,
        atLeast least: Double = 0.5
    ) -> MetricWindow? {
        let each = secondsPerBeat
        let newest = moment.beat - Int64(end / each)
        let wanted = newest - max(1, Int64((seconds / each).rounded())) + 1
        let start = restart ?? .min
        let first = start <= newest ? max(wanted, start) : wanted
        let (sum, count) = metrics.sum(of: metric, since: first, upTo: newest)
        guard count > 0, Double(count) * each >= seconds * least else { return nil }
        return MetricWindow(mean: sum / Double(count), seconds: Double(count) * each)
    }
}

extension JudgedNode {
    /// Commands a second of everybody but us: a quiet server hears more of us than of its clients.
    func clientCommands(seconds: Double, atLeast least: Double = 0.5) -> MetricWindow? {
        guard var all = window(of: .commands, seconds: seconds, atLeast: least) else { return nil }
        let own = window(of: .observerCommands, seconds: seconds, atLeast: 0)
        all.mean = max(0, all.mean - (own?.mean ?? 0))
        return all
    }
}
