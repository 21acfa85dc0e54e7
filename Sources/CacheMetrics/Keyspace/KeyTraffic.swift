/// How often a key was named in bursts of what clients sent, as sums over the bursts.
package struct KeyTraffic: Sendable, Equatable {
    /// Times it was named.
    package var count: UInt64
    /// The sum over the bursts of the square of its count, and of its count times the burst's.
    package var (squares, products): (UInt64, UInt64)

    /// Traffic from its sums.
    package init(count: UInt64, squares: UInt64, products: UInt64) {
        (self.count, self.squares, self.products) = (count, squares, products)
    }
}
