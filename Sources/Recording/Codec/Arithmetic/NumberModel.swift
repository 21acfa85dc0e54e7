/// What has been learned of how numbers change, for each of many places they stand in.
///
/// A number is coded as its difference from what it was expected to be: whether there is one, its
/// sign, its length in bits and its first bits, each with the probabilities of that place; what
/// follows of a long one is chance.
struct NumberModel: Sendable {
    private var places: [Place] = []
    /// Of the places where there ever was a difference: most numbers of a report never change.
    private var probabilities: [Probability] = []

    private struct Place: Sendable {
        /// Whether there is a difference, by the last three, the latest in the lowest bit.
        var isZero: InlineArray<8, Probability> = .init(repeating: Probability())
        var zeros = 0
        /// The sign of the last difference: 1 below, 2 above, 0 for none yet.
        var sign = 0
        /// Where its other probabilities begin, if it has any.
        var base: Int?
    }

    /// Where the parts of a place's probabilities begin, and how many there are.
    private enum Part {
        static let (sign, length, first, all) = (0, 3, 66, 66 + 7 * longestLearned)
        /// Longer differences are too rare to learn anything of their first bits.
        static let longestLearned = 24
    }

    /// Adds a place of which nothing is known; returns its number.
    mutating func addPlace() -> Int {
        places.append(Place())
        return places.count - 1
    }

    /// Codes a number at a place where another was expected.
    mutating func code(
        _ number: Int64,
        expected: Int64,
        at place: Int,
        _ coder: inout some BitCoder
    ) -> Int64 {
        let difference = number &- expected
        let (isZero, base, sign) = codeZero(difference == 0, at: place, &coder)
        guard !isZero else { return expected }
        if base == probabilities.count {
            probabilities.append(contentsOf: repeatElement(Probability(), count: Part.all))
        }
        let isBelow = coder.code(difference < 0, &probabilities[base + Part.sign + sign])
        places[place].sign = isBelow ? 1 : 2
        let magnitude = Int64(bitPattern: magnitude(difference.magnitude, base, &coder))
        return isBelow ? expected &- magnitude : expected &+ magnitude
    }

    /// Codes whether there is no difference; where the place's other probabilities begin, or are to,
    /// and what its last sign was.
    private mutating func codeZero(
        _ isZero: Bool,
        at place: Int,
        _ coder: inout some BitCoder
    ) -> (isZero: Bool, base: Int, sign: Int) {
        let free = probabilities.count
        var places = places.mutableSpan
        let zeros = places[place].zeros
        let isZero = coder.code(isZero, &places[place].isZero[zeros])
        places[place].zeros = (zeros << 1 | (isZero ? 1 : 0)) & 7
        guard !isZero else { return (true, 0, 0) }
        let base = places[place].base ?? free
        places[place].base = base
        return (false, base, places[place].sign)
    }

    private mutating func magnitude(
        _ magnitude: UInt64,
        _ base: Int,
        _ coder: inout some BitCoder
    ) -> UInt64 {
        var probabilities = probabilities.mutableSpan
        let bits = 64 - magnitude.leadingZeroBitCount
        var length = 1
        while length < 64,
            coder.code(bits > length, &probabilities[base + Part.length + length - 1])
        {
            length += 1
        }
        var value: UInt64 = 1
        var node = 0
        for index in (0..<(length - 1)).reversed() {
            let bit = magnitude >> UInt64(index) & 1 == 1
            let isLearned = length <= Part.longestLearned && length - 1 - index <= 3
            let coded =
                isLearned
                ? coder.code(
                    bit,
                    &probabilities[base + Part.first + (length - 1) * 7 + node]
                ) : coder.code(bit)
            if isLearned { node = 2 * node + (coded ? 2 : 1) }
            value = value << 1 | (coded ? 1 : 0)
        }
        return value
    }
}
