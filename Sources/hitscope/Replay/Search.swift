import CacheMetrics
import Recording

/// A search in a recording for the next moment at which a condition becomes true, or the last one
/// before: bit by bit, so that nobody has to wait for a key to be answered.
struct Search {
    private let condition: Condition
    private let reader: RecordingReader
    private let isForward: Bool
    private let start: Int
    /// The stretch that is looked at now; what is before it is known not to have it, or what is after.
    private var stretch: Range<Int>
    private var cursor: RecordingCursor
    private var nodes: [NodeID: (interval: Interval, holds: Bool)] = [:]
    /// The last onset in this stretch, when going backwards.
    private var last: Int?

    /// How a search is going.
    enum State: Equatable {
        /// This far, 0 to 1.
        case looking(Double)
        /// It becomes true at this tick.
        case found(Int)
        /// It does not.
        case nowhere
    }

    /// Ticks looked at together when going backwards.
    private static let stretch = 1_200
    /// Ticks before a stretch that tell whether the condition held already.
    private static let runUp = 16

    /// A search from a tick on, or back.
    init(for condition: Condition, in reader: RecordingReader, from tick: Int, forward: Bool) {
        (self.condition, self.reader, isForward, start) = (condition, reader, forward, tick)
        let count = reader.ticks.count
        stretch =
            forward
            ? min(tick + 1, count)..<count : max(0, tick - Self.stretch)..<max(0, min(tick, count))
        cursor = reader.cursor(at: max(0, stretch.lowerBound - Self.runUp))
    }

    /// Goes on for a while.
    mutating func goOn(for time: Duration) -> State {
        let end = ContinuousClock.now + time
        while ContinuousClock.now < end {
            guard cursor.tick < stretch.upperBound, let reading = cursor.next() else {
                if let state = endStretch() { return state }
                continue
            }
            guard becomesTrue(reading), cursor.tick > stretch.lowerBound else { continue }
            if isForward { return .found(cursor.tick - 1) }
            last = cursor.tick - 1
        }
        return .looking(progress)
    }

    private var progress: Double {
        let done = isForward ? cursor.tick - start : start - stretch.upperBound
        return Double(done) / Double(max(1, isForward ? reader.ticks.count - start : start))
    }

    /// Ends a stretch and begins the one before, if there is any.
    private mutating func endStretch() -> State? {
        if let last { return .found(last) }
        guard !isForward, stretch.lowerBound > 0 else { return .nowhere }
        stretch = max(0, stretch.lowerBound - Self.stretch)..<stretch.lowerBound
        cursor = reader.cursor(at: max(0, stretch.lowerBound - Self.runUp))
        nodes = [:]
        return nil
    }

    private mutating func becomesTrue(_ reading: Reading) -> Bool {
        guard case .sample(let sample) = reading.content else {
            nodes[reading.node] = nil
            return false
        }
        let before = nodes[reading.node]
        let interval = Interval(
            after: before?.interval,
            to: Interval.Observation(moment: reading.moment, sample: sample)
        )
        let holds = condition.holds(interval) ?? false
        nodes[reading.node] = (interval, holds)
        // At the very first reading it does not become true; it is.
        return holds && before.map { !$0.holds } ?? (cursor.tick == 1)
    }
}
