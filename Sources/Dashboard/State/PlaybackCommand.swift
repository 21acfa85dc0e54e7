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
    /// Go to the moment of that name: `14:03`, `+90s`, `-10s`, `42%`, `#7200`.
    case go(String)
    /// Go to a moment, in microseconds since 1970.
    case goTo(wallMicroseconds: Int64)
    /// Go to where a condition becomes true, such as `evicted_keys/s > 0`, and remember it.
    case find(String)
    /// Go to the next moment at which the condition becomes true, back if negative.
    case findNext(Int)
    /// Play the other way round.
    case reverse
    /// Play from one place to another again and again: set the first, the second, or play on.
    case loop
    /// Leave out stretches in which little changes and nothing happens, or no more.
    case quiet
    /// Remember the moment under a name; without one tell those there are.
    case mark(String)
    /// Write the loop, or all, as a recording of its own.
    case cut(String)
    /// Go back to the present.
    case live
    /// Write the memory of the last day to a file.
    case write(String)
}
