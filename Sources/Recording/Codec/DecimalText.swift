/// The text of a number of so many decimals, given as that many times ten of itself.
///
/// Negative numbers, which only a damaged file can ask for, come out as their digits.
struct DecimalText {
    private var digits = InlineArray<20, UInt8>(repeating: 0x30)
    private var length = 0
    private let decimals: Int

    init(_ number: Int64, decimals: Int) {
        self.decimals = decimals
        var rest = number.magnitude
        while rest > 0 {
            digits[length] = UInt8(rest % 10) + 0x30
            rest /= 10
            length += 1
        }
    }

    /// How many bytes it has.
    var count: Int { max(length, decimals + 1) + (decimals > 0 ? 1 : 0) }

    /// Writes it over what is there, so that it ends at a place.
    func write(over bytes: inout [UInt8], endingAt end: Int) {
        var bytes = bytes.mutableSpan
        for place in 0..<count { bytes[end - 1 - place] = byte(fromEnd: place) }
    }

    /// The byte at a place, counted from the last, which is 0.
    func byte(fromEnd place: Int) -> UInt8 {
        if decimals > 0, place == decimals { return 0x2E }
        let digit = decimals > 0 && place > decimals ? place - 1 : place
        return digit < length ? digits[digit] : 0x30
    }
}
