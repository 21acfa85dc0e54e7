/// A foreground, what is behind it and what is done with it.
package struct Style: Sendable, Hashable {
    /// The colour of the text.
    package var foreground: Paint = .terminalDefault
    /// The colour behind it, or `nil` for the theme's background.
    package var background: Paint?
    /// What is done with the text on every terminal.
    package var attributes: Attributes = []
    /// What is done with it where there are no colours.
    package var monoAttributes: Attributes = []

    /// The terminal's plain text.
    package init(
        foreground: Paint = .terminalDefault,
        background: Paint? = nil,
        attributes: Attributes = [],
        monoAttributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
        self.monoAttributes = monoAttributes
    }
}
