/// The metrics of one node over the last beats, bounded, as rows of plain numbers.
///
/// A beat without a row is a beat on which nothing was learned; it reads as `nil`, like a metric
/// the server did not tell. The rows live in one ring, so an hour costs about a megabyte and
/// adding a row moves nothing.
package struct MetricHistory: Sendable {
    /// How many beats are kept: an hour at the default interval, the widest window of any graph.
    package static let length = 3_600

    private let width = MetricCatalog.all.count
    private var beats: [Int64] = []
    private var values: [Double] = []
    /// The index of the oldest row once the ring is full.
    private var oldest = 0

    /// A history of nothing.
    package init() {}

    /// The beat of the newest row.
    package var newestBeat: Int64? {
        beats.isEmpty ? nil : beats[(oldest + beats.count - 1) % beats.count]
    }

    /// How many rows there are.
    package var count: Int { beats.count }

    mutating func append(_ interval: Interval, beat: Int64) {
        let row = MetricCatalog.all.map { $0.value(interval) ?? .nan }
        if beats.count < Self.length {
            beats.append(beat)
            values.append(contentsOf: row)
        } else {
            beats[oldest] = beat
            values.replaceSubrange(oldest * width..<(oldest + 1) * width, with: row)
            oldest = (oldest + 1) % Self.length
        }
    }

    /// The values of a metric from `first` to the newest beat, oldest first, with their beats.
    ///
    /// Values the server did not tell are left out.
    package func values(of metric: Metric, since first: Int64) -> [(beat: Int64, value: Double)] {
        guard let column = MetricCatalog.positions[metric.name] else { return [] }
        var found: [(beat: Int64, value: Double)] = []
        for age in stride(from: beats.count - 1, through: 0, by: -1) {
            let row = (oldest + age) % beats.count
            guard beats[row] >= first else { break }
            let value = values[row * width + column]
            if !value.isNaN { found.append((beats[row], value)) }
        }
        return found.reversed()
    }

    /// The newest value of a metric, or `nil` if the newest row has none.
    package func latest(_ metric: Metric) -> Double? {
        newestBeat.flatMap { values(of: metric, since: $0).last?.value }
    }

    /// A metric summed up in buckets of `beats` beats each, the last one ending with bucket `end`.
    ///
    /// Bucket number `n` covers beats `n × beats` up to but without `(n + 1) × beats`, so that a
    /// value stays in its bucket as time goes on. Buckets without a value are `nil`.
    package func buckets(
        of metric: Metric,
        beats beatsEach: Int64,
        count: Int,
        endingBefore end: Int64
    ) -> [Double?] {
        precondition(beatsEach > 0)
        guard count > 0 else { return [] }
        var buckets = [Double?](repeating: nil, count: count)
        let first = (end - Int64(count)) * beatsEach
        for (beat, value) in values(of: metric, since: first) {
            let index = Int(beat / beatsEach - (end - Int64(count)))
            guard buckets.indices.contains(index) else { continue }
            buckets[index] = buckets[index].map { metric.summary.pick($0, value) } ?? value
        }
        return buckets
    }
}

extension Metric.Summary {
    fileprivate func pick(_ one: Double, _ other: Double) -> Double {
        switch self {
        case .highest: max(one, other)
        case .lowest: min(one, other)
        }
    }
}
