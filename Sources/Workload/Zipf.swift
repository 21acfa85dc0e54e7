import Glibc

/// Draws ranks by Zipf's law: the nth most popular of things is drawn 1/n^s as often as the first.
package struct Zipf: Sendable {
    private let cumulative: [Double]

    /// A law over `count` things with the exponent `s`.
    package init(count: Int, exponent: Double) {
        precondition(count > 0)
        var total = 0.0
        cumulative = (1...count).map { rank in
            total += 1 / pow(Double(rank), exponent)
            return total
        }
    }

    /// A rank, 0 for the most popular thing.
    package func rank(using dice: inout Dice) -> Int {
        let wanted = dice.share() * (cumulative.last ?? 1)
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
