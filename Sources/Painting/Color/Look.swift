/// A cell's look on one terminal: two colour numbers and attributes.
package struct Look: Sendable, Hashable {
    /// The colour of the text; -1 for the terminal's own.
    package var foreground: Int32
    /// The colour behind it; -1 for the terminal's own.
    package var background: Int32
    /// What is done with the text.
    package var attributes: Attributes
}
