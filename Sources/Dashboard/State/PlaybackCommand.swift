/// What can be done with a recording being played.
package enum PlaybackCommand: Sendable, Equatable {
    /// Play if it stands, stop if it plays.
    case toggle
    /// Go on by so many ticks, back if negative, and stop there.
    case step(Int)
    /// Go on by so many seconds, back if negative.
    case jump(seconds: Int)
    /// Go so many steps up the ladder of speeds, down if negative.
    case changeSpeed(Int)
    /// Play at the speed it was recorded.
    case normalSpeed
    /// Go to the first tick.
    case begin
    /// Go to the last tick.
    case end
    /// Go to the next thing that happened, back if negative.
    case event(Int)
}
