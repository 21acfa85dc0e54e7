package import CacheHealth

/// What a configuration file says; as it begins, nothing.
///
/// What the command line says goes before it.
package struct Configuration: Sendable {
    /// How nodes are judged.
    package var policy = HealthPolicy()
    /// The theme's name or file.
    package var theme: String?
    /// Seconds from one poll to the next.
    package var interval: Double?
    /// Sorted sets to follow.
    package var boards: [String] = []
    /// The application's own counters, as `--counter` takes them.
    package var counters: [String] = []
    /// The share of a core that key sampling may use.
    package var sampleBudget: Double?
    /// Our lookups as a share of the clients'.
    package var probeShare: Double?

    /// A configuration of nothing but defaults.
    package init() {}
}
