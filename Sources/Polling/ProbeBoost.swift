import Synchronization

/// An operator's wish for more probes for a while, from the screen's thread to the pollers'.
package final class ProbeBoost: Sendable {
    private let requests = Atomic<Int>(0)

    /// A wish nobody has made yet.
    package init() {}

    /// Asks for more probes from now on, for as long as a boost lasts.
    package func request() { requests.add(1, ordering: .relaxed) }

    /// How often that was asked for.
    var count: Int { requests.load(ordering: .relaxed) }
}
