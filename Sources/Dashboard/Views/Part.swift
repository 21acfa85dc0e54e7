import Painting

/// A piece of a line.
struct Part {
    var text: String
    var role: Role
    var overlay: Cell.Overlay = []

    /// What a figure is.
    static func label(_ text: String) -> Part { Part(text: text, role: .label) }
    /// A figure.
    static func value(_ text: String, _ role: Role = .value) -> Part {
        Part(text: text, role: role)
    }
}
