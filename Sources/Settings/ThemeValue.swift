import Painting

/// One colour as a theme file writes it.
struct ThemeValue {
    var paint: Paint
    var attributes: Attributes = []
    var mono: Attributes?
}
