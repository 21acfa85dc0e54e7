import Synchronization

/// A clock on which sleeping takes no time: whoever sleeps finds that it is already later.
package final class LeapingClock: Clock {
    private let time = Mutex(Instant(offset: .zero))

    /// A clock that stands at zero.
    package init() {}

    /// A time of the clock.
    package struct Instant: InstantProtocol {
        /// The time since the clock was made.
        package var offset: Duration

        package func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    package var now: Instant { time.withLock { $0 } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline) }
    }

    /// Lets time pass.
    package func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}
