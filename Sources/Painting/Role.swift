/// What a cell means; a theme decides how it looks.
///
/// Panes name roles and never colours, so a pane cannot be ugly in one theme only. A role is a
/// byte: a cell stays eight bytes, and comparing two frames stays cheap.
package struct Role: Sendable, Hashable, RawRepresentable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    // The surroundings.
    /// Ordinary text.
    package static let text = Role(rawValue: 0)
    /// Text of less weight.
    package static let muted = Role(rawValue: 1)
    /// Text that is hardly there.
    package static let faint = Role(rawValue: 2)
    /// The name of a pane.
    package static let title = Role(rawValue: 3)
    /// What stands out without being good or bad.
    package static let accent = Role(rawValue: 4)
    /// The frame of a pane.
    package static let border = Role(rawValue: 5)
    /// The frame of the pane that has the keys.
    package static let borderFocus = Role(rawValue: 6)
    /// The first line.
    package static let header = Role(rawValue: 7)
    /// The last line.
    package static let footer = Role(rawValue: 8)
    /// The letter to press, in a hint.
    package static let key = Role(rawValue: 9)
    /// The part of a row that a filter matched.
    package static let match = Role(rawValue: 10)
    /// Text of a box that lies over the panes.
    package static let overlay = Role(rawValue: 11)
    /// Bytes that were escaped, so that data cannot look like ours.
    package static let escape = Role(rawValue: 12)

    // How something is.
    /// All is well.
    package static let ok = Role(rawValue: 16)
    /// Good to know.
    package static let info = Role(rawValue: 17)
    /// Look soon.
    package static let warning = Role(rawValue: 18)
    /// Look now.
    package static let critical = Role(rawValue: 19)
    /// Not known.
    package static let unknown = Role(rawValue: 20)

    // What the program is doing.
    /// Showing what happens.
    package static let live = Role(rawValue: 24)
    /// Showing a moment that has passed, on purpose.
    package static let paused = Role(rawValue: 25)
    /// Showing a recording.
    package static let replay = Role(rawValue: 26)
    /// Writing a recording.
    package static let recording = Role(rawValue: 27)
    /// Showing the last that was heard of a server that is gone.
    package static let disconnected = Role(rawValue: 28)

    // Data.
    /// What a number is.
    package static let label = Role(rawValue: 32)
    /// A number.
    package static let value = Role(rawValue: 33)
    /// What a number counts.
    package static let unit = Role(rawValue: 34)
    /// A change to the better.
    package static let better = Role(rawValue: 35)
    /// A change to the worse.
    package static let worse = Role(rawValue: 36)
    /// No change.
    package static let flat = Role(rawValue: 37)
    /// Seen for the first time.
    package static let new = Role(rawValue: 38)
    /// The axis of a graph.
    package static let axis = Role(rawValue: 39)
    /// A limit drawn into a graph.
    package static let threshold = Role(rawValue: 40)
    /// The part of a meter that is not filled.
    package static let meterEmpty = Role(rawValue: 41)
    /// Where there is no data.
    package static let gap = Role(rawValue: 42)

    /// A step of a gradient, for graphs and meters; `level` runs from 0 (low) to 1 (high).
    package static func gradient(_ gradient: Gradient, _ level: Double) -> Role {
        let step = UInt8(max(0, min(Double(Gradient.steps - 1), level * Double(Gradient.steps))))
        return Role(rawValue: 64 + gradient.rawValue * UInt8(Gradient.steps) + step)
    }
}
