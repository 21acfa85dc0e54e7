import CacheMetrics
import Dashboard
import Painting
import TestSupport

/// A dashboard that has seen the made-up incident up to a beat.
struct Stage {
    private(set) var state: DashboardState
    let width: Int
    let height: Int

    init(_ width: Int, _ height: Int, upTo beat: Int = 40, glyphs: GlyphSet = .unicode) {
        let setting = Scene.Setting(
            target: "n:6379",
            interval: .seconds(1),
            zoneSeconds: 0,
            glyphs: glyphs
        )
        state = DashboardState(setting, width: width, height: height)
        (self.width, self.height) = (width, height)
        guard beat >= 0 else { return }
        for reading in Incident.readings[...beat] { apply(.reading(reading)) }
    }

    @discardableResult
    mutating func apply(_ event: Event) -> [Effect] { state.apply(event) }

    /// Presses keys one after the other.
    @discardableResult
    mutating func press(_ keys: Key...) -> [Effect] { keys.flatMap { apply(.key($0)) } }

    /// Types text.
    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { apply(.key(.character(scalar))) }
    }

    var canvas: Canvas { Screen.canvas(of: state.scene, width: width, height: height) }
    var text: String { canvas.text }

    /// The first line that contains a text.
    func line(with text: String) -> Substring? {
        canvas.text.split(separator: "\n").first { $0.contains(text) }
    }
}
