package import CacheMetrics

/// A search in a recording for the moments at which a condition becomes true.
///
/// It says which stretch is to be looked at next and puts together what was found in stretches; it
/// looks at none itself, so that as many can be looked at together as there are processors. What
/// was looked at once is not looked at again for the next moment, or the one before.
package struct ConditionSearch: Sendable {
    private let condition: Condition
    private let stretches: [Range<Int>]
    private var found: [SearchStretch?]
    private var isHandedOut: [Bool]
    /// Stretches whose onsets are settled.
    private var settled: [[Int]?]
    /// From which tick, and which way.
    private var start = 0
    private var isForward = true

    /// How a search is going.
    package enum State: Equatable, Sendable {
        /// This far, 0 to 1.
        case looking(Double)
        /// It becomes true at this tick.
        case found(Int)
        /// It does not.
        case nowhere
    }

    /// A search in a recording, which looks at so many ticks together, or some more: what is kept of
    /// each stretch is some ten kilobytes.
    package init(
        for condition: Condition,
        in reader: RecordingReader,
        stretch: Int = 1_200
    ) {
        self.condition = condition
        var bounds = [0]
        for (tick, entry) in reader.ticks.enumerated()
        where entry.keyframeCodec != nil && tick - bounds[bounds.count - 1] >= stretch {
            bounds.append(tick)
        }
        let ends = bounds.dropFirst() + [reader.ticks.count]
        stretches = zip(bounds, ends).map { $0..<$1 }
        found = Array(repeating: nil, count: stretches.count)
        settled = Array(repeating: nil, count: stretches.count)
        isHandedOut = Array(repeating: false, count: stretches.count)
    }

    /// How many ticks the recording has that is searched.
    package var ticks: Int { stretches.last?.upperBound ?? 0 }

    /// Begins to look from a tick on, or back; what was looked at already is known.
    package mutating func begin(from tick: Int, forward: Bool) {
        (start, isForward) = (tick, forward)
        for place in found.indices { isHandedOut[place] = found[place] != nil }
    }

    /// Where those stretches are in which it may become true, the first to be looked at first.
    private var order: [Int] {
        isForward
            ? stretches.indices.filter { stretches[$0].upperBound > start + 1 }
            : stretches.indices.filter { stretches[$0].lowerBound < start }.reversed()
    }

    /// The next stretch to be looked at; `nil` if none is needed, or all are looked at by somebody.
    package mutating func nextStretch() -> Range<Int>? {
        let order = order
        // What the first node's reading is compared with comes before it.
        let needed = (order.first.map { [$0, $0 - 1] } ?? []) + order + missing(for: order)
        guard let place = needed.first(where: { $0 >= 0 && !isHandedOut[$0] }) else { return nil }
        isHandedOut[place] = true
        return stretches[place]
    }

    /// Takes in what was found in a stretch.
    package mutating func take(_ stretch: SearchStretch) {
        guard let place = stretches.firstIndex(of: stretch.ticks) else { return }
        found[place] = stretch
    }

    /// How the search is going.
    package mutating func state() -> State {
        let order = order
        for (done, place) in order.enumerated() {
            guard let onsets = settle(place) else {
                return .looking(Double(done) / Double(order.count))
            }
            let onset =
                isForward ? onsets.first { $0 > start } : onsets.last { $0 < start }
            if let onset { return .found(onset) }
        }
        return .nowhere
    }

    /// Stretches before the first that were not looked at, and are what keeps it from being settled.
    private mutating func missing(for order: [Int]) -> [Int] {
        guard let first = order.first(where: { found[$0] != nil && settle($0) == nil }) else {
            return []
        }
        return (0..<first).reversed().filter { found[$0] == nil }
    }

    /// Where it becomes true in a stretch; `nil` if that cannot be told yet.
    private mutating func settle(_ place: Int) -> [Int]? {
        if let known = settled[place] { return known }
        guard let stretch = found[place] else { return nil }
        var onsets = stretch.onsets
        for (node, beginning) in stretch.beginnings {
            guard case .known(let before) = ending(of: node, before: place) else { return nil }
            let first = SearchStretch.State(after: before, beginning.observation, condition)
            let holds = first.holds == true
            // At the very first reading it does not become true; it is.
            if holds, before.map({ $0.holds == false }) ?? (beginning.tick == 0) {
                onsets.append(beginning.tick)
            }
            if !holds, let next = beginning.next { onsets.append(next) }
        }
        onsets.sort()
        settled[place] = onsets
        return onsets
    }

    /// What is known of a node before a stretch.
    private enum Ending {
        /// After its last reading; `nil` if that was an outage, or there was none.
        case known(SearchStretch.State?)
        /// Nothing, since a stretch was not looked at.
        case missing
    }

    private func ending(of node: NodeID, before place: Int) -> Ending {
        for earlier in (0..<place).reversed() {
            guard let stretch = found[earlier] else { return .missing }
            guard let state = stretch.endings[node] else { continue }
            guard let state, state.holds == nil else { return .known(state) }
            // It has but one sample in that stretch.
            guard let observation = stretch.beginnings[node]?.observation,
                case .known(let before) = ending(of: node, before: earlier)
            else { return .missing }
            return .known(SearchStretch.State(after: before, observation, condition))
        }
        return .known(nil)
    }
}
