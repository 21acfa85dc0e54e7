/// When something was learned, on three clocks that must not be mixed.
package struct Moment: Sendable, Hashable {
    /// Wall clock, microseconds since 1970: for showing, never for durations.
    package var wallMicroseconds: Int64
    /// A clock that never jumps, microseconds since an arbitrary start: for durations.
    package var steadyMicroseconds: Int64
    /// Which beat of the poller this was; beats that were missed leave a hole in the count.
    package var beat: Int64

    /// A moment from its three readings.
    package init(wallMicroseconds: Int64, steadyMicroseconds: Int64, beat: Int64) {
        self.wallMicroseconds = wallMicroseconds
        self.steadyMicroseconds = steadyMicroseconds
        self.beat = beat
    }

    /// The time from an earlier moment of the same source to this one.
    package func elapsed(since earlier: Moment) -> Duration {
        .microseconds(steadyMicroseconds &- earlier.steadyMicroseconds)
    }
}
