/// When to poll next: on a steady beat counted from the start, so that delays do not add up.
///
/// The schedule never sleeps and never reads a clock. It is told how long ago the start was and
/// says which beat comes next and how long to wait for it, so its tests need no time to pass. A
/// poll that overran its beat is not made up for by a burst: the beats it covered are skipped.
package struct PollSchedule: Sendable {
    private let interval: Duration
    private var beat: Int64 = -1

    /// A schedule whose beat 0 is due at once.
    package init(every interval: Duration) {
        precondition(interval > .zero)
        self.interval = interval
    }

    /// The next beat to poll on.
    package struct Beat: Sendable, Equatable {
        /// Its number, counted from the start.
        package var number: Int64
        /// How long to wait for it.
        package var wait: Duration
        /// How many beats were missed since the last one.
        package var skipped: Int64

        /// A beat from its parts.
        package init(number: Int64, wait: Duration, skipped: Int64) {
            self.number = number
            self.wait = wait
            self.skipped = skipped
        }
    }

    /// The next beat, `elapsed` after the start.
    package mutating func next(at elapsed: Duration) -> Beat {
        let due = beat + 1
        // The beat under way may still be caught in its first tenth: a timer is never exact.
        let current = Int64((elapsed - interval / 10) / interval) + 1
        let number = elapsed <= interval / 10 ? max(due, 0) : max(due, current)
        defer { beat = number }
        return Beat(
            number: number,
            wait: max(.zero, interval * Int(clamping: number) - elapsed),
            skipped: number - due
        )
    }
}
