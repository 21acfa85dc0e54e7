package import Painting

/// What can happen at a terminal.
package enum TerminalEvent: Sendable, Equatable {
    /// A key was pressed.
    case key(Key)
    /// The window has a new size.
    case resized
    /// The program was asked to end, by this signal; 0 if the terminal is gone.
    case endRequested(signal: CInt)
}
