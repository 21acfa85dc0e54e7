package import CacheMetrics
package import RedisClient

/// What the operator asked a poller to do.
package struct PollSettings: Sendable, Equatable {
    /// The time from one poll to the next.
    package var interval: Duration = .seconds(1)
    /// The sorted sets to follow; when empty, they are discovered.
    package var boards: [[UInt8]] = []
    /// The application's counter pairs to read, besides the usual one.
    package var counters: [CounterKeys] = []
    /// The share of one server core that scanning keys may use; 0 turns it off.
    package var sampleBudget = 0.005
    /// Our lookups as a share of the clients', as the server counts them; a few per second are made in any
    /// case unless it is 0.
    package var probeShare = 0.01
    /// What of the clients' traffic to listen to in short bursts, or `nil` for nothing.
    package var listensTo: TrafficKind?
    /// Whether keys are walked over on a replica, if the server has one online that can be reached.
    package var walksReplica = false
    /// Whether a few values may be read: beginnings of large strings and members of sets.
    package var readsValues = false
    /// Patterns of key names that the operator gave.
    package var namespaces: [NameGlob] = []
    /// Whether keys are told by their patterns only, on the screen and in recordings.
    package var hidesKeys = false
    /// The name the connection takes, so that an operator finds it in `CLIENT LIST`.
    package var clientName = "hitscope"

    /// Polling as it is when nothing is asked for.
    package init() {}
}
