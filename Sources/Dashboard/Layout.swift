import Painting

/// Which panes are shown where, at a size: a pure function.
///
/// Small windows show lines instead of boxes, and the smallest a ticker. Rectangles never overlap
/// and never leave the window; extra height goes to tables first.
struct Layout: Equatable {
    /// How much there is room for.
    enum Size: Equatable {
        /// A few words, the most important first.
        case ticker
        /// One line for each subject, no frames.
        case compact
        /// Four boxes and three lines.
        case medium
        /// Eight boxes.
        case large
    }

    /// A pane, by its place in the catalog, and its rectangle.
    struct Placement: Equatable {
        var entry: Int
        var rectangle: Rectangle
    }

    let size: Size
    /// The boxes, in reading order.
    var placements: [Placement] = []
    /// Rows above the boxes: header and verdict.
    var headRows = 0
    /// Rows between the boxes and the footer: figures that have no box.
    var figureRows = 0

    /// The layout of an overview.
    init(width: Int, height: Int) {
        size = Size(width: width, height: height)
        switch size {
        case .ticker, .compact: break
        case .medium:
            headRows = 2
            figureRows = 3
            // At 24 rows the upper boxes have 8 and the tables 10.
            let places = PaneCatalog.all.map { ($0.mediumBand, 1) }
            place(bands: [(0, 8), (1, 10)], of: places, width, height)
        case .large:
            headRows = 3
            figureRows = 1
            let places = PaneCatalog.all.map { (Optional($0.band), $0.weight) }
            place(bands: [(0, 14), (1, 15), (2, 11)], of: places, width, height)
        }
    }

    /// Stacks bands of boxes in the rows between head and foot, by their weights.
    private mutating func place(
        bands: [(band: Int, weight: Int)],
        of places: [(band: Int?, weight: Int)],
        _ width: Int,
        _ height: Int
    ) {
        let room = max(0, height - headRows - figureRows - 1)
        let total = bands.reduce(0) { $0 + $1.weight }
        // The first band holds graphs, which need no more than their share; the rest goes to tables.
        var heights = bands.map { room * $0.weight / total }
        heights[1] += room - heights.reduce(0, +)
        var y = headRows
        for (index, (band, _)) in bands.enumerated() {
            let entries = places.indices.filter { places[$0].band == band }
            let weights = entries.map { places[$0].weight }
            placeRow(entries, weights: weights, y: y, height: heights[index], width: width)
            y += heights[index]
        }
    }

    private mutating func placeRow(
        _ entries: [Int],
        weights: [Int],
        y: Int,
        height: Int,
        width: Int
    ) {
        let total = weights.reduce(0, +)
        guard total > 0 else { return }
        var x = 0
        var passed = 0
        for (entry, weight) in zip(entries, weights) {
            passed += weight
            let right = width * passed / total
            let rectangle = Rectangle(x: x, y: y, width: right - x, height: height)
            placements.append(Placement(entry: entry, rectangle: rectangle))
            x = right
        }
    }
}

extension Layout.Size {
    init(width: Int, height: Int) {
        if width < 40 || height < 8 {
            self = .ticker
        } else if width < 80 || height < 20 {
            self = .compact
        } else if width < 120 || height < 36 {
            self = .medium
        } else {
            self = .large
        }
    }
}
