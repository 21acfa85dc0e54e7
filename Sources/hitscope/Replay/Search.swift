import CacheMetrics
import Recording

/// Looks in a recording for the moments at which a condition becomes true.
struct Search {
    let condition: Condition
    let reader: RecordingReader

    /// Ticks looked at together when going backwards.
    private static let stretch = 1_200
    /// Ticks before a stretch that tell whether the condition held already.
    private static let runUp = 16

    /// The next tick after the given one at which it becomes true, or the last one before it.
    func tick(from tick: Int, forward: Bool) -> Int? {
        if forward {
            return onsets(in: (tick + 1)..<max(tick + 1, reader.ticks.count), first: true).first
        }
        var end = tick
        while end > 0 {
            let begin = max(0, end - Self.stretch)
            if let last = onsets(in: begin..<end, first: false).last { return last }
            end = begin
        }
        return nil
    }

    /// The ticks of a stretch at which it becomes true; on request only the first.
    private func onsets(in ticks: Range<Int>, first: Bool) -> [Int] {
        var cursor = reader.cursor(at: max(0, ticks.lowerBound - Self.runUp))
        var nodes: [NodeID: (interval: Interval, holds: Bool)] = [:]
        var found: [Int] = []
        while cursor.tick < ticks.upperBound, let reading = cursor.next() {
            let tick = cursor.tick - 1
            guard case .sample(let sample) = reading.content else {
                nodes[reading.node] = nil
                continue
            }
            let before = nodes[reading.node]
            let interval = Interval(
                after: before?.interval,
                to: Interval.Observation(moment: reading.moment, sample: sample)
            )
            let holds = condition.holds(interval) ?? false
            nodes[reading.node] = (interval, holds)
            // At the very first reading it does not become true; it is.
            guard holds, before.map({ !$0.holds }) ?? (tick == 0), tick >= ticks.lowerBound else {
                continue
            }
            found.append(tick)
            if first { return found }
        }
        return found
    }
}
