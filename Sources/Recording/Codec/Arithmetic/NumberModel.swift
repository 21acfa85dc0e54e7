/// What has been learned of how numbers change, for each of many places they stand in.
///
/// A number is coded as its difference from what it was expected to be: whether there is one, its
/// sign, its length in bits and its first bits, each with the probabilities of that place; what
/// follows of a long one is chance.
///
/// A tick is thousands of such bits, so many numbers are coded in one go: the coder's state then stays
/// in registers, and the tables are looked at through spans that are made once.
struct NumberModel: Sendable {
    private var places: [Place] = []
    /// Of the places where there ever was a difference, and some more that are kept ready.
    ///
    /// Most numbers of a report never change.
    private var probabilities: [Probability] = []
    /// How many of them are some place's.
    private var used = 0

    /// A number of a text, and the place whose probabilities it has.
    struct Step: Sendable {
        let (number, place): (Int, Int)
    }

    private struct Place: Sendable {
        /// Whether there is a difference, by the last three, the latest in the lowest bit.
        var isZero: InlineArray<8, Probability> = .init(repeating: Probability())
        var zeros: UInt8 = 0
        /// The sign of the last difference: 1 below, 2 above, 0 for none yet.
        var sign: UInt8 = 0
        /// Where its other probabilities begin; negative if it has none.
        var base: Int32 = -1
    }

    /// Where the parts of a place's probabilities begin, and how many there are.
    private enum Part {
        static var sign: Int { 0 }
        static var length: Int { 3 }
        static var first: Int { 66 }
        static var all: Int { 66 + 7 * longestLearned }
        /// Longer differences are too rare to learn anything of their first bits.
        static var longestLearned: Int { 24 }
    }

    /// Adds places of which nothing is known; returns their numbers.
    mutating func addPlaces(_ count: Int) -> Range<Int> {
        let first = places.count
        places += repeatElement(Place(), count: count)
        return first..<places.count
    }

    /// Codes a number at a place where another was expected.
    mutating func code(
        _ number: Int64,
        expected: Int64,
        at place: Int,
        _ coder: inout some BitCoder
    ) -> Int64 {
        makeReady()
        let step = Step(number: 0, place: place)
        return Self.code(number, expected, step, &places, &probabilities, &used, &coder)
    }

    /// Codes numbers, each of which was expected to be what it was.
    ///
    /// `now` holds what they were and gets what they are; a reader's `known` may be anything as long.
    mutating func code(
        _ known: [Int64],
        _ now: inout [Int64],
        _ steps: [Step],
        _ coder: inout some BitCoder
    ) {
        var next = 0
        while next < steps.count {
            makeReady()
            Self.code(known.span, &now, steps.span, &next, &places, &probabilities, &used, &coder)
        }
    }

    private static func code(
        _ number: Int64,
        _ expected: Int64,
        _ step: Step,
        _ places: inout [Place],
        _ probabilities: inout [Probability],
        _ used: inout Int,
        _ coder: inout some BitCoder
    ) -> Int64 {
        var places = places.mutableSpan
        var table = probabilities.mutableSpan
        return code(number, expected, &places[step.place], &table, &used, &coder)
    }

    /// The same from the `next` step on, for as long as there are probabilities ready.
    private static func code(
        _ known: Span<Int64>,
        _ numbers: inout [Int64],
        _ steps: Span<Step>,
        _ next: inout Int,
        _ places: inout [Place],
        _ probabilities: inout [Probability],
        _ used: inout Int,
        _ coder: inout some BitCoder
    ) {
        var own = consume coder
        var places = places.mutableSpan
        var table = probabilities.mutableSpan
        var now = numbers.mutableSpan
        var (index, end) = (next, used)
        while index < steps.count, end < table.count {
            let (number, place) = (steps[index].number, steps[index].place)
            now[number] = code(known[number], now[number], &places[place], &table, &end, &own)
            index += 1
        }
        (next, used) = (index, end)
        coder = own
    }

    /// Makes sure that one place more can have probabilities.
    private mutating func makeReady() {
        guard used == probabilities.count else { return }
        let more = Part.all * max(4, used / Part.all / 2)
        probabilities += repeatElement(Probability(), count: more)
    }

    @inline(__always)
    private static func code(
        _ number: Int64,
        _ expected: Int64,
        _ place: inout Place,
        _ table: inout MutableSpan<Probability>,
        _ used: inout Int,
        _ coder: inout some BitCoder
    ) -> Int64 {
        let difference = number &- expected
        let isZero = coder.code(difference == 0, &place.isZero[Int(place.zeros)])
        place.zeros = (place.zeros << 1 | (isZero ? 1 : 0)) & 7
        guard !isZero else { return expected }
        if place.base < 0 {
            place.base = Int32(truncatingIfNeeded: used)
            used += Part.all
        }
        let base = Int(place.base)
        let isBelow = coder.code(
            difference < 0,
            &table[base + Part.sign + Int(place.sign)]
        )
        place.sign = isBelow ? 1 : 2
        let magnitude = Int64(
            bitPattern: code(difference.magnitude, base, &table, &coder)
        )
        return isBelow ? expected &- magnitude : expected &+ magnitude
    }

    @inline(__always)
    private static func code(
        _ magnitude: UInt64,
        _ base: Int,
        _ table: inout MutableSpan<Probability>,
        _ coder: inout some BitCoder
    ) -> UInt64 {
        let bits = 64 - magnitude.leadingZeroBitCount
        var length = 1
        while length < 64,
            coder.code(bits > length, &table[base + Part.length + length - 1])
        {
            length += 1
        }
        var value: UInt64 = 1
        var rest = length - 1
        if length <= Part.longestLearned {
            // The first bits are learned, in a tree of seven nodes.
            let tree = base + Part.first + (length - 1) * 7
            var node = 0
            while rest > 0, node < 7 {
                rest -= 1
                let bit = magnitude >> UInt64(rest) & 1 == 1
                let isSet = coder.code(bit, &table[tree + node])
                node = 2 * node + (isSet ? 2 : 1)
                value = value << 1 | (isSet ? 1 : 0)
            }
        }
        while rest > 0 {
            rest -= 1
            let isSet = coder.code(magnitude >> UInt64(rest) & 1 == 1)
            value = value << 1 | (isSet ? 1 : 0)
        }
        return value
    }
}
