package import CacheMetrics
package import Painting

/// Something that happened: the only way the state changes.
package enum Event: Sendable {
    /// A node was read, or could not be.
    case reading(Reading)
    /// A key was pressed.
    case key(Key)
    /// The window has a new size, in cells.
    case resized(width: Int, height: Int)
    /// The recording being written grew, or stopped.
    case recorded(RecordingStatus)
    /// So many readings in all did not reach the recording being written, and never will.
    case lost(UInt64)
    /// The recording being played is somewhere else.
    case played(PlaybackStatus)
    /// What was folded so far is void: this is known instead, and readings that follow it come.
    case restored(Knowledge)
    /// What is shown is the present again, which may be being recorded.
    case wentLive(RecordingStatus?)
    /// Something is to be told to the operator, in one line, until the next key.
    case told(String)
}
