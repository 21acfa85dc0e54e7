/// Numbers by name over the last beats: calls by command, scores by member, rates by key.
///
/// Unlike metrics, the names come and go and were chosen by strangers, so a trace is kept as the
/// small table each beat had, a bounded number of beats back.
package struct Traces: Sendable {
    private let capacity: Int
    private let spacing: Int64
    private var frames: [Frame] = []

    private struct Frame: Sendable {
        let beat: Int64
        let values: Table
    }

    private enum Table: Sendable {
        case byName([[UInt8]: Double])
        /// Of a few names, which frames that have the same share: to hash them takes longer.
        case inOrder([[UInt8]], [Double])

        var names: [[UInt8]] {
            switch self {
            case .byName(let values): Array(values.keys)
            case .inOrder(let names, _): names
            }
        }

        var dictionary: [[UInt8]: Double] {
            switch self {
            case .byName(let values): values
            case .inOrder(let names, let values):
                Dictionary(zip(names, values)) { first, _ in first }
            }
        }

        subscript(name: [UInt8]) -> Double? {
            switch self {
            case .byName(let values): values[name]
            case .inOrder(let names, let values): names.firstIndex(of: name).map { values[$0] }
            }
        }
    }

    /// Traces of up to `capacity` beats: the first that came of each `spacing` beats.
    init(capacity: Int, spacing: Int64 = 1) {
        precondition(capacity > 0 && spacing > 0)
        self.capacity = capacity
        self.spacing = spacing
    }

    /// Adds a table, unless that would make two of them lie closer than the spacing: then it is not made.
    mutating func append(
        _ values: @autoclosure () -> [[UInt8]: Double],
        beat: Int64,
        spacing atLeast: Int64 = 1
    ) {
        guard isDue(beat, max(spacing, atLeast)) else { return }
        append(Frame(beat: beat, values: .byName(values())))
    }

    /// Adds a table of a few names, mostly the same as on the beat before and in their order.
    mutating func append(
        inOrder table: some Collection<(name: [UInt8], value: Double)>,
        beat: Int64
    ) {
        guard isDue(beat, spacing) else { return }
        var names = frames.last?.values.names ?? []
        if names.count != table.count || zip(names, table).contains(where: { $0 != $1.name }) {
            names = table.map(\.name)
        }
        append(Frame(beat: beat, values: .inOrder(names, table.map(\.value))))
    }

    private func isDue(_ beat: Int64, _ spacing: Int64) -> Bool {
        frames.last.map { beat / spacing > $0.beat / spacing } ?? true
    }

    private mutating func append(_ frame: Frame) {
        if frames.count == capacity { frames.removeFirst() }
        frames.append(frame)
    }

    /// One name's values on the last `count` beats up to `beat`, oldest first, `nil` where unknown.
    package func values(of name: [UInt8], last count: Int, endingAt beat: Int64) -> [Double?] {
        guard count > 0 else { return [] }
        var found = [Double?](repeating: nil, count: count)
        for frame in frames.reversed() {
            let age = beat - frame.beat
            guard age < Int64(count) else { break }
            if age >= 0 { found[count - 1 - Int(age)] = frame.values[name] }
        }
        return found
    }

    /// One name's newest value of those up to `beat`, none older than that by more than `reach` beats.
    package func latest(of name: [UInt8], upTo beat: Int64, within reach: Int64) -> Double? {
        // Frames lie at most a beat apart where none is missing: begin where this one must be.
        guard let newest = frames.last else { return nil }
        let behind = min(Int64(frames.count), max(0, newest.beat &- beat))
        var place = frames.count - 1 - Int(behind)
        while place + 1 < frames.count, place < 0 || frames[place + 1].beat <= beat { place += 1 }
        while frames.indices.contains(place), beat - frames[place].beat <= reach {
            if frames[place].beat <= beat, let value = frames[place].values[name] { return value }
            place -= 1
        }
        return nil
    }

    /// The table as it was `beats` before `beat`, or the next one after that; `nil` if there is none
    /// that old: a change over a minute is not known after half a minute.
    package func table(_ beats: Int64, before beat: Int64) -> [[UInt8]: Double]? {
        guard let first = frames.first, first.beat <= beat - beats else { return nil }
        return frames.last { $0.beat <= beat - beats }?.values.dictionary
    }
}
