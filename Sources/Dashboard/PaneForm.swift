/// How much of itself a pane shows.
package enum PaneForm: Sendable {
    /// A box among others.
    case overview
    /// The whole screen.
    case zoomed
}
