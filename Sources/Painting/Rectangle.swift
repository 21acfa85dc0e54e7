/// A rectangle of cells; one without width or height is empty, and so is one with negative ones.
package struct Rectangle: Sendable, Equatable {
    /// The leftmost column.
    package var x: Int
    /// The uppermost row.
    package var y: Int
    /// Columns.
    package var width: Int
    /// Rows.
    package var height: Int

    /// A rectangle by its upper left corner and its size.
    package init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// The column after the rightmost one; as far right as numbers go, if it would be beyond.
    package var right: Int { Self.sum(x, width) }

    /// The row after the lowest one; as far down as numbers go, if it would be beyond.
    package var bottom: Int { Self.sum(y, height) }

    private static func sum(_ start: Int, _ length: Int) -> Int {
        let (sum, overflowed) = start.addingReportingOverflow(max(0, length))
        return overflowed ? .max : sum
    }
}
