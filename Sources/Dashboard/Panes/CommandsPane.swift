import CacheMetrics
package import Painting

/// Which commands the server spends its time on.
package struct CommandsPane: Pane {
    package let title = "Commands"
    package let sortColumns = CommandTable.sortColumns

    package init() {}

    package func rows(_ scene: Scene) -> [[UInt8]] { CommandTable.list(scene).names }

    package func draw(_ scene: Scene, as form: PaneForm, on canvas: inout Canvas) {
        let footnote = CommandTable.list(scene).filterNote(scene).cells(canvas.glyphs)
        let note = [Cell]("last interval", .label)
        let area = scene.frame(
            title,
            digit: 5,
            note: note,
            footnote: footnote,
            as: form,
            on: &canvas
        )
        CommandTable(showsErrors: form == .zoomed).draw(scene, in: area, on: &canvas)
    }
}
