/// What was heard of what others sent, during a few milliseconds.
package struct TrafficBurst: Sendable, Equatable {
    /// Commands heard, or changes of keys where those are listened to.
    package var commands = 0
    /// The keys they named, one for each time; a command that names two keys is there twice.
    package var uses: [KeyUse] = []
    /// How long was listened.
    package var duration = Duration.zero
    /// Whether it ended early, because it was too much.
    package var wasCut = false
    /// What the server answered if it would not end the burst by itself; then it was ended at once.
    package var waitRefusal: [UInt8]?

    /// Nothing seen.
    package init() {}

    /// The names of the keys, one for each time they were named.
    package var keys: [[UInt8]] { uses.map(\.key) }

    /// What a burst may take at most.
    package struct Limits: Sendable, Equatable {
        /// How long it lasts.
        package var duration: Duration
        /// The most bytes, and the most commands: whatever comes first ends it.
        package var (bytes, commands) = (256 * 1_024, 5_000)

        /// Limits of a burst of a length.
        package init(duration: Duration) { self.duration = duration }
    }
}
