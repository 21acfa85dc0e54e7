/// When a request is made.
package struct Instant: Sendable, Equatable {
    /// Seconds since the traffic began.
    package var seconds: Double
    /// The wall clock, seconds since 1970.
    package var wallSeconds: Double

    /// An instant on both clocks.
    package init(seconds: Double, wallSeconds: Double) {
        self.seconds = seconds
        self.wallSeconds = wallSeconds
    }
}
