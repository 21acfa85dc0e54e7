import Painting

/// The keys that work here, over the screen; made from the table that the keys themselves obey.
enum HelpOverlay {
    /// The lines of the help, without its frame.
    static func lines(for scene: Scene) -> [(keys: String, help: String)] {
        let inReplay = if case .replay = scene.mode { true } else { false }
        return KeyMap.all.filter { !$0.help.isEmpty && $0.scope.applies(inReplay: inReplay) }
            .map { ($0.shown, $0.help) }
    }

    static func draw(_ scene: Scene, on canvas: inout Canvas) {
        let lines = lines(for: scene)
        let width = min(60, canvas.width)
        let height = min(lines.count + 4, canvas.height, 26)
        var box = Canvas(width: width, height: height, glyphs: canvas.glyphs)
        for y in 0..<height { box.fill(" ", from: 0, upTo: width, y: y, as: .overlay) }
        var frame = Box(title: "Keys")
        frame.isFocused = true
        frame.footnote = [Cell]("? or Esc closes, j k scroll", .overlay, glyphs: canvas.glyphs)
        box.drawBox(frame)
        let room = max(0, height - 4)
        let first = max(0, min(scene.view.helpScroll, lines.count - room))
        for (row, line) in lines.dropFirst(first).prefix(room).enumerated() {
            for (offset, scalar) in line.keys.unicodeScalars.enumerated() {
                box.write(String(scalar), x: 3 + offset, y: 2 + row, as: .overlay, overlay: .bold)
            }
            box.write(line.help, x: 16, y: 2 + row, as: .overlay)
        }
        canvas.paste(box, x: (canvas.width - width) / 2, y: (canvas.height - height) / 2)
    }
}
