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
        let values: [[UInt8]: Double]
    }

    /// Traces of up to `capacity` beats: the first that came of each `spacing` beats.
    init(capacity: Int, spacing: Int64 = 1) {
        precondition(capacity > 0 && spacing > 0)
        self.capacity = capacity
        self.spacing = spacing
    }

    mutating func append(_ values: [[UInt8]: Double], beat: Int64) {
        if let last = frames.last, beat / spacing <= last.beat / spacing { return }
        if frames.count == capacity { frames.removeFirst() }
        frames.append(Frame(beat: beat, values: values))
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

    /// The table as it was `beats` before `beat`, or the next one after that; `nil` if there is none
    /// that old: a change over a minute is not known after half a minute.
    package func table(_ beats: Int64, before beat: Int64) -> [[UInt8]: Double]? {
        guard let first = frames.first, first.beat <= beat - beats else { return nil }
        return frames.last { $0.beat <= beat - beats }?.values
    }
}
