/// How often a key was named in bursts of what clients sent, as sums over the bursts.
package struct KeyTraffic: Sendable, Equatable {
    /// Times it was named.
    package var count: UInt64
    /// The sum over the bursts of how often a second it was asked for then, in thousandths: its share
    /// of the burst times the server's own count.
    package var milliPerSecond: UInt64
    /// The sum of the squares of that, in requests a second.
    package var squares: Double

    /// Traffic from its sums.
    package init(count: UInt64, milliPerSecond: UInt64, squares: Double) {
        (self.count, self.milliPerSecond, self.squares) = (count, milliPerSecond, squares)
    }
}
