import Glibc

/// How many keys a second reach an age without having been used, as a smooth function of the age.
///
/// The logarithm of the density is a parabola in that of the age, which falls and bends downward or
/// not at all: a straight line, a power of the age, is what keys asked for by Zipf's law would give
/// if there were infinitely many; of a finite catalogue ever fewer are left to be missed. The bend is
/// held back a little by a prior of none (ridge regression, Hoerl and Kennard 1970), for when few keys
/// were seen.
struct AgeDensity: Sendable {
    /// The logarithm of the age about which it is written.
    private let center: Double
    private let level, slope, bend: Double

    /// One over the variance that the bend is thought to have before any key was seen.
    private static let steadiness = 10.0

    /// A density through classes of ages; `nil` of fewer than three.
    ///
    /// Of each its middle, the keys in it, and its width in seconds over how many keys each of those
    /// stands for. If the density at some age is known otherwise, that counts as much as all of them.
    init?(
        _ classes: [(age: Double, keys: Double, width: Double)],
        through known: (age: Double, density: Double)? = nil
    ) {
        guard classes.count >= 3 else { return nil }
        var classes = classes
        if let known {
            let keys = classes.reduce(0) { $0 + $1.keys }
            classes.append((known.age, keys, keys / known.density))
        }
        let all = classes.reduce(0) { $0 + $1.keys }
        guard all > 0 else { return nil }
        let center = classes.reduce(0) { $0 + $1.keys * log($1.age) } / all
        // Sums of weight times powers of the distance, and of those times the logarithm of the density.
        var powers = [Double](repeating: 0, count: 5)
        var products = [Double](repeating: 0, count: 3)
        for (age, keys, width) in classes {
            let (x, y) = (log(age) - center, log(keys / width))
            var power = keys
            for degree in 0...4 {
                powers[degree] += power
                if degree <= 2 { products[degree] += power * y }
                power *= x
            }
        }
        self.center = center
        let parabola = Self.parabola(powers, products)
        if let parabola, parabola.bend < 0 {
            (level, slope, bend) = parabola
        } else {
            guard powers[2] > 0 else { return nil }
            (level, bend) = (products[0] / powers[0], 0)
            slope = min(0, products[1] / powers[2])
        }
    }

    /// The density at an age in seconds; it never rises with the age.
    func callAsFunction(_ age: Double) -> Double {
        let x = log(age) - center
        // A parabola that bends downward rises up to its top.
        let top = bend < 0 ? -slope / (2 * bend) : -.infinity
        let place = max(x, top)
        return exp(level + (slope + bend * place) * place)
    }

    /// Solves the normal equations, whose sum of first powers is none, by Cramer's rule.
    private static func parabola(
        _ powers: [Double],
        _ products: [Double]
    ) -> (level: Double, slope: Double, bend: Double)? {
        let (all, square, cube) = (powers[0], powers[2], powers[3])
        let fourth = powers[4] + steadiness
        let determinant = all * (square * fourth - cube * cube) - square * square * square
        guard determinant > 0 else { return nil }
        let (zeroth, first, second) = (products[0], products[1], products[2])
        let level =
            (zeroth * (square * fourth - cube * cube) - square * (square * second - cube * first))
            / determinant
        let slope =
            (all * (first * fourth - cube * second) - square * (square * first - cube * zeroth))
            / determinant
        let bend = (all * (square * second - cube * first) - square * square * zeroth) / determinant
        return (level, slope, bend)
    }
}
