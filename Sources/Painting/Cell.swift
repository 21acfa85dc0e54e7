/// One character's place on the screen: what stands there and what it means.
package struct Cell: Sendable, Hashable {
    /// The character, always a single scalar that draws in one or two columns.
    package var scalar: Unicode.Scalar
    /// What it means.
    package var role: Role
    /// What the whole row or pane it belongs to has on top.
    package var overlay: Overlay

    /// A cell; a space without meaning unless told otherwise.
    package init(_ scalar: Unicode.Scalar = " ", _ role: Role = .text, overlay: Overlay = []) {
        self.scalar = scalar
        self.role = role
        self.overlay = overlay
    }

    /// The right half of a character two columns wide.
    package static let covered = Cell("\0", .text)

    /// What lies over the meaning of a cell.
    package struct Overlay: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The row is selected in the pane that has the keys.
        package static let selected = Overlay(rawValue: 1)
        /// The row is selected in another pane.
        package static let selectedElsewhere = Overlay(rawValue: 2)
        /// The data is old.
        package static let dimmed = Overlay(rawValue: 4)
        /// The text is emphasised.
        package static let bold = Overlay(rawValue: 8)
    }
}
