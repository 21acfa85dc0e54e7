/// How far each number is from the others, in units that a few far ones do not stretch.
package enum RobustScores {
    /// Each number's distance from the median over 1.4826 times the median of such distances, which
    /// is one standard deviation of a normal distribution (Iglewicz and Hoaglin 1993).
    ///
    /// `nil` where a number is unknown, and everywhere if fewer than five are known or all are equal:
    /// then there is no usual distance.
    package static func of(_ numbers: [Double?]) -> [Double?] {
        let known = numbers.compactMap(\.self).filter(\.isFinite)
        let none = [Double?](repeating: nil, count: numbers.count)
        guard known.count >= 5 else { return none }
        let middle = median(known)
        let distances = known.map { abs($0 - middle) }
        // Where more than half stand still the mean of the distances must do.
        let mean = distances.reduce(0, +) / Double(distances.count)
        let typical = median(distances)
        let spread = typical > 0 ? 1.4826 * typical : 1.2533 * mean
        guard spread > 0 else { return none }
        return numbers.map { $0.flatMap { $0.isFinite ? ($0 - middle) / spread : nil } }
    }

    private static func median(_ numbers: [Double]) -> Double {
        let sorted = numbers.sorted()
        let half = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    }
}
