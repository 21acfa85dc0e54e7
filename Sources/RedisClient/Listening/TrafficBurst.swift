/// What was heard of what others sent, during a few milliseconds.
package struct TrafficBurst: Sendable, Equatable {
    /// Commands heard, or changes of keys where those are listened to.
    package var commands = 0
    /// The keys they named, one for each time; a command that names two keys is there twice.
    package var uses: [KeyUse] = []
    /// The time that was listened for: of commands a window of the server's own clock, fixed before it
    /// began.
    package var duration = Duration.zero
    /// Whether it ended early, because it was too much.
    package var wasCut = false
    /// What the server answered if it would not end the burst by itself; then it was ended at once.
    package var waitRefusal: [UInt8]?
    /// `true` where the server had not begun when the window did, or hung up before it ended: then
    /// nothing in it counts.
    package var isBroken = false

    /// Nothing seen.
    package init() {}

    /// The names of the keys, one for each time they were named.
    package var keys: [[UInt8]] { uses.map(\.key) }

    /// What a burst may take at most.
    package struct Limits: Sendable {
        /// How long it lasts.
        package var duration: Duration
        /// The server's clock at a time of ours, in microseconds since 1970; `nil` where it is not known.
        package var serverMicroseconds: (@Sendable () -> Int64?)?
        /// The most bytes, and the most commands: whatever comes first ends it.
        package var (bytes, commands) = (256 * 1_024, 5_000)

        /// Limits of a burst of a length.
        package init(duration: Duration) { self.duration = duration }
    }
}
