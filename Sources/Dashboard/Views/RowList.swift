import Painting

/// Rows of which one is selected, scrolled so that it is in view, filtered by what was typed.
struct RowList<Row> {
    /// The rows that pass the filter.
    let rows: [Row]
    /// How many there are without the filter.
    let total: Int
    private let digit: Int
    private let name: (Row) -> [UInt8]

    /// The rows of a pane whose names contain the filter, whatever their case.
    init(_ all: [Row], of digit: Int, in scene: Scene, named name: @escaping (Row) -> [UInt8]) {
        self.digit = digit
        self.name = name
        total = all.count
        let filter = scene.view.filter.lowercased()
        rows =
            filter.isEmpty
            ? all : all.filter { escapedText(name($0)).lowercased().contains(filter) }
    }

    /// The names of the rows.
    var names: [[UInt8]] { rows.map(name) }

    /// The rows that fit into `height` lines, with their place in the list.
    func visible(_ height: Int, in scene: Scene) -> [(place: Int, row: Row)] {
        let selected = selectedPlace(in: scene) ?? 0
        let first = max(0, min(selected - height + 1, rows.count - height))
        let last = min(rows.count, max(first, first + height))
        return (min(first, last)..<last).map { ($0, rows[$0]) }
    }

    /// The place of the selected row.
    func selectedPlace(in scene: Scene) -> Int? {
        guard let selected = scene.view.selection[digit] else { return nil }
        return rows.firstIndex { name($0) == selected }
    }

    /// Lays the selection over the row at a place, if it is the selected one.
    func highlight(
        _ place: Int,
        x: Int,
        y: Int,
        width: Int,
        _ scene: Scene,
        on canvas: inout Canvas
    ) {
        guard place == selectedPlace(in: scene) else { return }
        let overlay: Cell.Overlay = scene.view.focus == digit ? .selected : .selectedElsewhere
        canvas.lay(overlay, on: Rectangle(x: x, y: y, width: width, height: 1))
        canvas.write("›", x: x, y: y, as: .accent, overlay: overlay)
    }

    /// How many rows the filter left, for the edge of the frame.
    func filterNote(_ scene: Scene) -> [Part] {
        guard !scene.view.filter.isEmpty else { return [] }
        return [.label("/\(scene.view.filter) "), .value("\(rows.count)"), .label(" of \(total)")]
    }
}
