package import Painting

/// The whole picture: every part of it, put together for the window's size.
package enum Screen {
    /// Draws a scene; the same scene and size always give the same canvas.
    package static func canvas(of scene: Scene, width: Int, height: Int) -> Canvas {
        var canvas = Canvas(width: width, height: height, glyphs: scene.setting.glyphs)
        let layout = Layout(width: width, height: height)
        switch layout.size {
        case .ticker: drawTicker(scene, on: &canvas)
        case .compact, .medium, .large: drawBody(scene, layout, on: &canvas)
        }
        if scene.view.showsHelp { HelpOverlay.draw(scene, on: &canvas) }
        return canvas
    }

    private static func drawBody(_ scene: Scene, _ layout: Layout, on canvas: inout Canvas) {
        if let baseline = scene.baseline {
            drawChanges(scene, since: baseline, on: &canvas)
        } else if scene.view.isZoomed {
            drawZoomed(scene, on: &canvas)
        } else if layout.size == .compact {
            drawCompact(scene, on: &canvas)
        } else {
            drawOverview(scene, layout, on: &canvas)
        }
    }

    private static func drawOverview(_ scene: Scene, _ layout: Layout, on canvas: inout Canvas) {
        drawHeader(scene, on: &canvas)
        drawVerdict(scene, rows: layout.headRows - 1, on: &canvas)
        let foot = footRows(scene)
        for placement in layout.placements {
            let entry = PaneCatalog.all[placement.entry]
            paste(entry.pane, scene, as: .overview, in: placement.rectangle, on: &canvas)
        }
        let figures = canvas.height - 1 - layout.figureRows
        if layout.size == .medium {
            drawFigureLines(scene, y: figures, on: &canvas)
        } else {
            drawFigureLine(scene, y: figures, on: &canvas)
        }
        drawFoot(scene, rows: foot, on: &canvas)
    }

    private static func drawZoomed(_ scene: Scene, on canvas: inout Canvas) {
        drawHeader(scene, on: &canvas)
        drawTabs(scene, y: 1, on: &canvas)
        let foot = footRows(scene)
        if let pane = PaneCatalog.zoomed(scene.view.focus) {
            let area = Rectangle(x: 0, y: 2, width: canvas.width, height: canvas.height - 2 - foot)
            // Where there is no room for more than the overview shows, that is what is shown.
            let isRoomy = area.width >= 64 && area.height >= 16
            paste(pane, scene, as: isRoomy ? .zoomed : .overview, in: area, on: &canvas)
        }
        drawFoot(scene, rows: foot, on: &canvas)
    }

    /// Draws a pane on a canvas of its own, dimmed if its node is away, and sets it in.
    private static func paste(
        _ pane: any Pane,
        _ scene: Scene,
        as form: PaneForm,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        var part = Canvas(width: area.width, height: area.height, glyphs: canvas.glyphs)
        pane.draw(scene, as: form, on: &part)
        if scene.isOutdated, pane.showsNodeData {
            part.lay(
                .dimmed,
                on: Rectangle(x: 1, y: 1, width: area.width - 2, height: area.height - 2)
            )
        }
        canvas.paste(part, x: area.x, y: area.y)
    }
}
