import Synchronization

/// A number that several threads add to.
package final class Counter: Sendable {
    private let count = Mutex(0)

    /// A counter at zero.
    package init() {}

    /// How often `add` was called.
    package var value: Int { count.withLock { $0 } }

    /// Counts one more.
    package func add() { count.withLock { $0 += 1 } }
}
