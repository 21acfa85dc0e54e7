package import Painting

/// One box of the dashboard: a pure function from what is known to what is shown.
package protocol Pane: Sendable {
    /// The pane's name, as on its frame.
    var title: String { get }
    /// Draws the pane over the whole canvas, whatever its size: small among the others, or zoomed.
    func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas)
    /// The names of the rows that can be selected, in the order shown.
    func rows(_ scene: Scene) -> [[UInt8]]
    /// The columns that rows can be sorted by, the usual one first.
    var sortColumns: [String] { get }
    /// Whether the pane shows what one node said, which is old while that node is away.
    var showsNodeData: Bool { get }
}

extension Pane {
    package func rows(_ scene: Scene) -> [[UInt8]] { [] }
    package var sortColumns: [String] { [] }
    package var showsNodeData: Bool { true }
}
