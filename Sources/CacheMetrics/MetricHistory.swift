/// The metrics of one node over the last beats, bounded, as rows of plain numbers.
///
/// A beat without a row is a beat on which nothing was learned; it reads as `nil`, like a metric
/// the server did not tell. The rows live in chunks that copies of a history share: an hour takes
/// about a megabyte, a copy of it next to nothing, and adding a row moves nothing.
package struct MetricHistory: Sendable {
    /// How many beats are kept: an hour at the default interval, the widest window of any graph.
    package static let length = 3_600

    /// Chunks of rows, oldest first.
    private var chunks: [Chunk] = []
    /// Rows of the oldest chunk that are kept no longer.
    private var skipped = 0
    /// Rows in all chunks, with those.
    private var rows = 0

    private struct Chunk: Sendable {
        var beats: [Int64] = []
        /// Column by column, each with room for all rows: a window of one metric lies together.
        var values = [Double](repeating: .nan, count: width * mostRows)
        /// The sum of each metric over the rows, and of how many values it is.
        var sums = [Double](repeating: 0, count: width)
        var counts = [Int](repeating: 0, count: width)

        /// Adds a row of what there is to know of an interval.
        mutating func append(_ interval: Interval, beat: Int64) {
            let (place, all) = (beats.count, MetricCatalog.all)
            beats.append(beat)
            for column in all.indices {
                guard let value = all[column].value(interval), !value.isNaN else { continue }
                values[column * mostRows + place] = value
                sums[column] += value
                counts[column] += 1
            }
        }

        /// The sum of a metric over some rows, and of how many values it is.
        func sum(of column: Int, over rows: Range<Int>) -> (sum: Double, count: Int) {
            let (place, values) = (column * mostRows, values.span)
            var (sum, count) = (0.0, 0)
            for row in rows where !values[place + row].isNaN {
                sum += values[place + row]
                count += 1
            }
            return (sum, count)
        }

        /// The first and the last beat of the rows from one on, of which there is at least one.
        func span(from row: Int) -> (oldest: Int64, newest: Int64) {
            (beats[row], beats[beats.count - 1])
        }

        /// The rows from one on whose beats are in a range.
        func rows(from kept: Int, since first: Int64, upTo last: Int64) -> Range<Int> {
            let beats = beats.span
            // Where no beat is missing, its number tells the row; where some are, a row before it.
            var (begin, end) = (beats.count, beats.count)
            if first <= beats[kept] {
                begin = kept
            } else if first <= beats[end - 1] {
                begin = max(kept, end - 1 - Int(beats[end - 1] - first))
                while beats[begin] < first { begin += 1 }
                // A forged recording may say a beat twice.
                while begin > kept, beats[begin - 1] >= first { begin -= 1 }
            }
            while end > begin, beats[end - 1] > last { end -= 1 }
            return begin..<end
        }
    }

    /// A chunk ends where the number of a beat is a multiple of this, wherever the history began: so
    /// a sum is the same to the last digit, whether one watched up to a moment or jumped there.
    private static let beatsPerChunk: Int64 = 60
    private static let mostRows = Int(beatsPerChunk)
    private static let width = MetricCatalog.all.count

    /// A history of nothing.
    package init() {}

    /// The beat of the newest row.
    package var newestBeat: Int64? { chunks.last?.beats.last }

    /// How many rows there are.
    package var count: Int {
        rows - skipped
    }

    mutating func append(_ interval: Interval, beat: Int64) {
        let newest = chunks.last?.beats.last ?? beat
        if chunks.isEmpty || newest / Self.beatsPerChunk != beat / Self.beatsPerChunk
            || chunks[chunks.count - 1].beats.count == Self.mostRows
        {
            chunks.append(Chunk())
        }
        chunks[chunks.count - 1].append(interval, beat: beat)
        rows += 1
        guard count > Self.length else { return }
        skipped += 1
        guard skipped == chunks[0].beats.count else { return }
        rows -= skipped
        chunks.removeFirst()
        skipped = 0
    }

    /// The values of a metric from `first` to the newest beat, oldest first, with their beats.
    ///
    /// Values the server did not tell are left out.
    package func values(of metric: Metric, since first: Int64) -> [(beat: Int64, value: Double)] {
        guard let column = MetricCatalog.position(of: metric) else { return [] }
        let place = column * Self.mostRows
        var found: [(beat: Int64, value: Double)] = []
        for number in chunks.indices {
            let kept = number == 0 ? skipped : 0
            guard chunks[number].span(from: kept).newest >= first else { continue }
            let rows = chunks[number].rows(from: kept, since: first, upTo: .max)
            let (values, beats) = (chunks[number].values, chunks[number].beats)
            for row in rows where !values[place + row].isNaN {
                found.append((beats[row], values[place + row]))
            }
        }
        return found
    }

    /// The sum of a metric from `first` to `last`, or the newest beat, and of how many values it is.
    package func sum(
        of metric: Metric,
        since first: Int64,
        upTo last: Int64 = .max
    ) -> (sum: Double, count: Int) {
        guard let column = MetricCatalog.position(of: metric) else { return (0, 0) }
        var (sum, count) = (0.0, 0)
        for number in chunks.indices.reversed() {
            let kept = number == 0 ? skipped : 0
            let (oldest, newest) = chunks[number].span(from: kept)
            guard newest >= first else { break }
            guard oldest <= last else { continue }
            if kept == 0, oldest >= first, newest <= last {
                sum += chunks[number].sums[column]
                count += chunks[number].counts[column]
                continue
            }
            let rows = chunks[number].rows(from: kept, since: first, upTo: last)
            let part = chunks[number].sum(of: column, over: rows)
            sum += part.sum
            count += part.count
        }
        return (sum, count)
    }

    /// The oldest and the newest value of a metric since `first`, and how many there are.
    package func ends(
        of metric: Metric,
        since first: Int64
    ) -> (oldest: (beat: Int64, value: Double), newest: (beat: Int64, value: Double), count: Int)? {
        guard let column = MetricCatalog.position(of: metric) else { return nil }
        let known = { self.known(column, in: $0, since: first) }
        guard let oldest = chunks.indices.lazy.compactMap({ known($0).first }).first,
            let newest = chunks.indices.reversed().lazy.compactMap({ known($0).last }).first
        else { return nil }
        return (oldest, newest, sum(of: metric, since: first).count)
    }

    /// The values of a chunk that are known and not too old, with their beats.
    private func known(
        _ column: Int,
        in number: Int,
        since first: Int64
    ) -> some BidirectionalCollection<(beat: Int64, value: Double)> {
        let (chunk, kept) = (chunks[number], number == 0 ? skipped : 0)
        let rows =
            chunk.span(from: kept).newest >= first
            ? chunk.rows(from: kept, since: first, upTo: .max) : 0..<0
        let place = column * Self.mostRows
        return rows.lazy.filter { !chunk.values[place + $0].isNaN }.map {
            (beat: chunk.beats[$0], value: chunk.values[place + $0])
        }
    }

    /// The newest value of a metric, or `nil` if the newest row has none.
    package func latest(_ metric: Metric) -> Double? {
        let last = chunks.count - 1
        guard last >= 0, let column = MetricCatalog.position(of: metric) else { return nil }
        let value = chunks[last].values[column * Self.mostRows + chunks[last].beats.count - 1]
        return value.isNaN ? nil : value
    }

    /// Goes over the values of a metric from `first` to the newest beat, newest first.
    ///
    /// Values the server did not tell are left out.
    package func visit(
        _ metric: Metric,
        since first: Int64,
        _ body: (_ beat: Int64, _ value: Double) -> Void
    ) {
        guard let column = MetricCatalog.position(of: metric) else { return }
        let place = column * Self.mostRows
        for number in chunks.indices.reversed() {
            let kept = number == 0 ? skipped : 0
            guard chunks[number].span(from: kept).newest >= first else { return }
            let rows = chunks[number].rows(from: kept, since: first, upTo: .max)
            let (values, beats) = (chunks[number].values, chunks[number].beats)
            var row = rows.upperBound
            while row > rows.lowerBound {
                row -= 1
                if !values[place + row].isNaN { body(beats[row], values[place + row]) }
            }
        }
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
        let first = end - Int64(count)
        visit(metric, since: first * beatsEach) { beat, value in
            let index = Int(beat / beatsEach - first)
            guard buckets.indices.contains(index) else { return }
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
