/// Sums over the steps of a scan, from which follows how much less a sample of whole steps says than
/// one of single keys.
///
/// The steps are clusters of unequal size and a pattern's share is a ratio estimator, whose variance is
/// `B / (B − 1) · Σ (k − p·n)² / N²` for the `k` of `n` keys in each of `B` steps (Cochran 1977, 10.13).
/// On a server with one table steps are random, and the quotient to the binomial variance is 1 but for
/// chance; where each hash slot has a table of its own, keys that share a hash tag come together.
struct ClusterSums: Sendable {
    /// Steps, and the sum of the squares of their keys.
    private var (steps, squares): (Double, Double) = (0, 0)
    private var keys = 0.0
    /// By template, the sums of `k²` and of `k·n`.
    private var own: [Int: (squares: Double, products: Double)] = [:]

    /// Steps below which the variance between them is not known.
    private static let leastSteps = 10.0

    /// Adds a step by its keys of each template.
    mutating func add(_ step: [Int: UInt64]) {
        let all = Double(step.values.reduce(0, &+))
        steps += 1
        squares += all * all
        keys += all
        for (number, count) in step {
            let count = Double(count)
            own[number, default: (0, 0)].squares += count * count
            own[number, default: (0, 0)].products += count * all
        }
    }

    /// The variance of a template's share over that of a simple random sample, at least 1.
    func designEffect(of template: Int, _ count: UInt64) -> Double {
        guard steps >= Self.leastSteps, let sums = own[template], keys > 0 else { return 1 }
        let share = Double(count) / keys
        guard share > 0, share < 1 else { return 1 }
        let between = sums.squares - 2 * share * sums.products + share * share * squares
        let simple = keys * share * (1 - share)
        let effect = steps / (steps - 1) * between / simple
        // Chance alone moves it by some √(2/B).
        return effect > 1 + 3 * (2 / steps).squareRoot() ? effect : 1
    }

    static func + (one: ClusterSums, other: ClusterSums) -> ClusterSums {
        var sum = one
        sum.steps += other.steps
        sum.squares += other.squares
        sum.keys += other.keys
        sum.own.merge(other.own) { ($0.squares + $1.squares, $0.products + $1.products) }
        return sum
    }
}
