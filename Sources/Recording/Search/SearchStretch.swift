package import CacheMetrics

/// Where a condition becomes true in a stretch of a recording, as far as the stretch alone tells.
///
/// Whether it becomes true at a node's first reading depends on the node's reading before, which is
/// in another stretch: what is needed to settle that is kept. So stretches can be looked at in any
/// order, and two at a time, and the answer is that of one who has read everything from the
/// beginning.
package struct SearchStretch: Sendable {
    /// The ticks looked at.
    let ticks: Range<Int>
    /// Where it becomes true for certain, in order.
    private(set) var onsets: [Int] = []
    /// How each node with samples in it begins in it, unless with an outage.
    private(set) var beginnings: [NodeID: Beginning] = [:]
    /// How each node with readings in it ends in it; `nil` is an outage.
    private(set) var endings: [NodeID: State?] = [:]

    /// What is known of a node after one of its samples.
    struct State: Sendable {
        let interval: Interval
        /// Whether the condition holds; `nil` if that depends on what is before the stretch.
        let holds: Bool?

        init(after before: State?, _ now: Interval.Observation, _ condition: Condition) {
            interval = Interval(after: before?.interval, to: now, with: condition.parts)
            holds = condition.holds(interval) ?? false
        }

        /// A node's first sample in a stretch.
        fileprivate init(beginningWith first: Interval.Observation, _ condition: Condition) {
            interval = Interval(after: nil, to: first, with: condition.parts)
            holds = nil
        }
    }

    /// A node's first sample in a stretch.
    struct Beginning: Sendable {
        let tick: Int
        let observation: Interval.Observation
        /// The tick after it, if the condition holds there.
        fileprivate(set) var next: Int?
    }

    /// Looks at ticks, the first of which begins a group; `nil` if it is told to stop.
    package init?(
        _ ticks: Range<Int>,
        of reader: RecordingReader,
        for condition: Condition,
        isStopped: () -> Bool = { false }
    ) {
        self.ticks = ticks
        var cursor = reader.cursor(at: ticks.lowerBound, selecting: condition.selection)
        while cursor.tick < ticks.upperBound {
            if cursor.tick.isMultiple(of: 64), isStopped() { return nil }
            // What makes no sense is passed over, perhaps into what comes after the stretch.
            guard let reading = cursor.next(), cursor.tick <= ticks.upperBound else { break }
            take(reading, at: cursor.tick - 1, condition)
        }
    }

    private mutating func take(_ reading: Reading, at tick: Int, _ condition: Condition) {
        let node = reading.node
        guard case .sample(let sample) = reading.content else {
            endings[node] = .some(nil)
            return
        }
        let now = Interval.Observation(moment: reading.moment, sample: sample)
        guard let before = endings[node] else {
            beginnings[node] = Beginning(tick: tick, observation: now)
            endings[node] = State(beginningWith: now, condition)
            return
        }
        let state = State(after: before, now, condition)
        endings[node] = state
        guard let before, state.holds == true else { return }
        switch before.holds {
        case nil: beginnings[node]?.next = tick
        case false?: onsets.append(tick)
        case true?: break
        }
    }
}
