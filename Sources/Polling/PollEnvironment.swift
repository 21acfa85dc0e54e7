/// What a poller needs of the world besides a server, handed in so that tests can hand in another.
package struct PollEnvironment: Sendable {
    /// The wall clock, in microseconds since 1970.
    package var wallMicroseconds: @Sendable () -> Int64
    /// What this program uses of its own machine, or `nil` if that cannot be told.
    package var ownUsage: @Sendable () -> OwnUsage?
    /// Decides where the walk over the keys begins and how retries are spread.
    package var seed: UInt64
    /// Where the operator asks for more probes.
    package var boost: ProbeBoost

    /// An environment from its parts.
    package init(
        wallMicroseconds: @escaping @Sendable () -> Int64,
        ownUsage: @escaping @Sendable () -> OwnUsage?,
        seed: UInt64,
        boost: ProbeBoost = ProbeBoost()
    ) {
        self.wallMicroseconds = wallMicroseconds
        self.ownUsage = ownUsage
        (self.seed, self.boost) = (seed, boost)
    }
}
