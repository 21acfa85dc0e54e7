/// The ticks on which more changed than usual, found without reading any of them.
///
/// A tick is written down by what could not be foretold from those before it, so its size tells how
/// much of it is news. It is held against ticks of its kind: the coder has learned less the nearer
/// the last keyframe is, and a tick that also lists clients or boards is long without being news.
struct LivelyTicks: Sendable {
    private let places: [Int]

    /// How many times the usual size is out of the ordinary, if it is so many bytes more too: where
    /// hardly anything changes, a byte or two say nothing.
    private static let (factor, bytes) = (2, 8)

    init(of ticks: [RecordingReader.Tick]) {
        var age = 0
        let kinds = ticks.map { tick -> Kind? in
            age = tick.keyframeCodec == nil ? age + 1 : 0
            return age == 0 ? nil : Kind(magnitude: Int.bitWidth - age.leadingZeroBitCount, tick)
        }
        var sizes: [Kind: [Int]] = [:]
        for (kind, tick) in zip(kinds, ticks) {
            if let kind { sizes[kind, default: []].append(tick.payload.count) }
        }
        let usual = sizes.mapValues { $0.sorted()[$0.count / 2] }
        places = ticks.indices.filter { place in
            guard let kind = kinds[place], let usual = usual[kind] else { return false }
            return ticks[place].payload.count > max(usual * Self.factor, usual + Self.bytes)
        }
    }

    /// The next of them after a tick, or the last before it.
    func nearest(to tick: Int, forward: Bool) -> Int? {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < tick + (forward ? 1 : 0) { low = middle + 1 } else { high = middle }
        }
        let place = forward ? low : low - 1
        return places.indices.contains(place) ? places[place] : nil
    }

    /// What sizes can be compared.
    private struct Kind: Hashable {
        /// How long ago the last keyframe was, in powers of two.
        var magnitude: Int
        /// Whether there is nothing but the reply in it.
        var isBare: Bool

        init(magnitude: Int, _ tick: RecordingReader.Tick) {
            (self.magnitude, isBare) = (magnitude, tick.isBare)
        }
    }
}
