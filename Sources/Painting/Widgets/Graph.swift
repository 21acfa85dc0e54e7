/// A filled braille graph: two values to a column, four steps to a row.
///
/// Values arrive already aligned (see `alignment`): value `2n` is always the left half of a column
/// and `2n + 1` its right half. The picture then moves a whole column every second beat instead of
/// half a column on each, which would rewrite every cell and double the bytes sent.
package struct Graph: Sendable {
    /// The values, oldest first, two for each column; `nil` where nothing is known.
    package var values: [Double?]
    /// What the lower edge stands for.
    package var lowest: Double
    /// What the upper edge stands for.
    package var highest: Double
    /// The colours, by height.
    package var gradient: Gradient
    /// A limit to draw across, such as maxmemory.
    package var threshold: Double?

    /// A graph of values between two edges.
    package init(
        values: [Double?],
        lowest: Double,
        highest: Double,
        gradient: Gradient,
        threshold: Double? = nil
    ) {
        self.values = values
        self.lowest = lowest
        self.highest = highest
        self.gradient = gradient
        self.threshold = threshold
    }

    /// The bucket after the last one a graph shows, so that pairs of buckets stay together: the next
    /// even number after the newest bucket.
    package static func alignedEnd(newest bucket: Int64) -> Int64 {
        (bucket + 2) & ~1
    }
}

extension Canvas {
    /// Draws a graph into a rectangle of the canvas.
    package mutating func draw(_ graph: Graph, x: Int, y: Int, width: Int, height: Int) {
        guard width > 0, height > 0 else { return }
        let range = graph.highest - graph.lowest
        let steps = height * 4
        let heights = graph.values.map { value -> Int? in
            guard let value, range > 0 else { return value.map { _ in 0 } }
            let share = max(0, min(1, (value - graph.lowest) / range))
            return max(1, Int((share * Double(steps)).rounded()))
        }
        // Before the first value there is no gap yet, only a beginning.
        let beginning = heights.firstIndex { $0 != nil } ?? heights.count
        for column in 0..<width where column * 2 + 1 >= beginning {
            let left = heights.indices.contains(column * 2) ? heights[column * 2] : nil
            let right = heights.indices.contains(column * 2 + 1) ? heights[column * 2 + 1] : nil
            drawColumn(left, right, of: graph, x: x + column, y: y, height: height)
        }
        drawThreshold(of: graph, x: x, y: y, width: width, height: height)
    }

    private mutating func drawColumn(
        _ left: Int?,
        _ right: Int?,
        of graph: Graph,
        x: Int,
        y: Int,
        height: Int
    ) {
        for row in 0..<height {
            let floor = (height - 1 - row) * 4
            let dots =
                Self.leftDots[max(0, min(4, (left ?? 0) - floor))]
                | Self.rightDots[max(0, min(4, (right ?? 0) - floor))]
            let level = Double(height - row) / Double(height) - 0.01
            let scalar = Unicode.Scalar(0x2800 + dots) ?? " "
            let isEmpty = dots == 0
            let cell =
                isEmpty ? Cell() : Cell(glyphs.shown(scalar), .gradient(graph.gradient, level))
            self[x, y + row] = cell
        }
        // Nothing known is not zero: a dot on the baseline says that the data is missing.
        if left == nil, right == nil {
            self[x, y + height - 1] = Cell(glyphs.shown("·"), .gap)
        }
    }

    private mutating func drawThreshold(of graph: Graph, x: Int, y: Int, width: Int, height: Int) {
        guard let threshold = graph.threshold, graph.highest > graph.lowest else { return }
        let share = (threshold - graph.lowest) / (graph.highest - graph.lowest)
        guard (0...1.0001).contains(share) else { return }
        let row = max(0, min(height - 1, Int((Double(height) * (1 - share)).rounded(.down))))
        for column in x..<(x + width) where self[column, y + row].scalar == " " {
            self[column, y + row] = Cell(glyphs.shown("╌"), .threshold)
        }
    }

    /// Dots of the left half of a braille cell for 0 to 4 steps, from below: bits 7, 3, 2, 1.
    private static let leftDots: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
    /// Dots of the right half: bits 8, 6, 5, 4.
    private static let rightDots: [UInt32] = [0, 0x80, 0xA0, 0xB0, 0xB8]
}
