/// Something the operator can ask for, whichever key it is on.
package enum Command: Sendable, Equatable {
    case quit
    case suspend
    case redraw
    case help
    /// Leave the filter, the help or the zoomed pane: one thing at a time, never the program.
    case back
    case zoom
    case focus(Int)
    case nextPane
    case previousPane
    /// Move the selection by so many rows.
    case move(Int)
    /// Move the selection by so many screens.
    case page(Int)
    case first
    case last
    /// Sort by the column so many to the right.
    case sort(Int)
    case reverse
    case filter
    /// Type a line for the player.
    case prompt(ViewState.Prompt.Kind)
    /// Let graphs reach back further, by so many steps.
    case window(Int)
    /// Show the board so many further on.
    case board(Int)
    case pause
    case mute
    case copy
    case onset
    /// Compare what is shown with how it is now, or no longer.
    case delta
    /// Probe more keys for a minute.
    case boost
    case playback(PlaybackCommand)
}
