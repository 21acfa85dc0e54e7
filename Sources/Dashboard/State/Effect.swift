/// Work the state asks the program to do, because the state itself may not.
package enum Effect: Sendable, Equatable {
    /// End the program.
    case quit
    /// Stop the program until the shell continues it.
    case suspend
    /// Paint everything again.
    case redraw
    /// Put text where other programs can paste it from.
    case copy(String)
    /// Probe more keys for a minute.
    case boost
    /// Do something with the recording being played.
    case playback(PlaybackCommand)
}
