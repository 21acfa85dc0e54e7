import CacheMetrics
import Recording

/// The numbers of a recording, row by row: of each node one for each step of time.
struct ExportRows: Sendable {
    let reader: RecordingReader
    let quantities: [Quantity]
    private(set) var ticks: ClosedRange<Int>
    /// The time from one row of a node to the next, or `nil` for every sample.
    let step: Duration?

    /// One row.
    struct Row {
        var wallMicroseconds: Int64
        var node: NodeID
        /// The numbers, in the order of the quantities; none while the node was away.
        var values: [Double?]?
    }

    /// Hands out the rows, oldest first.
    ///
    /// A rate is that of the whole step, from the counters at both ends of it.
    func forEach(_ body: (Row) throws -> Void) rethrows {
        var nodes: [NodeID: Interval] = [:]
        var due: [NodeID: Int64] = [:]
        let stepMicroseconds = step?.wholeMicroseconds ?? 0
        // The sample nearest to the end of a step ends it.
        let tolerance = max(0, reader.header.description.intervalMicroseconds) / 2
        // The sample before the first gives it its rates.
        var cursor = reader.cursor(at: max(0, ticks.lowerBound - Self.runUp))
        while cursor.tick <= ticks.upperBound, let reading = cursor.next() {
            let isWanted = cursor.tick > ticks.lowerBound
            let time = reading.moment.steadyMicroseconds
            if isWanted, let next = due[reading.node], time &+ tolerance < next { continue }
            let row = row(reading, &nodes)
            guard isWanted else { continue }
            let next = (due[reading.node] ?? time) &+ stepMicroseconds
            due[reading.node] = next > time ? next : time &+ stepMicroseconds
            try body(row)
        }
    }

    /// Ticks read in front of the first, which may be other nodes'.
    private static let runUp = 64

    /// The same rows in parts that can be worked out at the same time; one, if steps go across them.
    var parts: [ExportRows] {
        guard step == nil else { return [self] }
        return stride(from: ticks.lowerBound, through: ticks.upperBound, by: Self.partLength).map {
            var part = self
            part.ticks = $0...min(ticks.upperBound, $0 + Self.partLength - 1)
            return part
        }
    }
    private static let partLength = 3_000

    private func row(_ reading: Reading, _ nodes: inout [NodeID: Interval]) -> Row {
        var row = Row(
            wallMicroseconds: reading.moment.wallMicroseconds,
            node: reading.node,
            values: nil
        )
        guard case .sample(let sample) = reading.content else {
            nodes[reading.node] = nil
            return row
        }
        let interval = Interval(
            after: nodes[reading.node],
            to: Interval.Observation(moment: reading.moment, sample: sample)
        )
        nodes[reading.node] = interval
        row.values = quantities.map { quantity in
            quantity.value(interval).flatMap { $0.isFinite ? $0 : nil }
        }
        return row
    }
}
