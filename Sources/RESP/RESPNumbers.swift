extension Int64 {
    /// Parses an optional sign and decimal digits, nothing else; `nil` for any other text or overflow.
    package init?(decimal text: some Collection<UInt8>) {
        var digits = text[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty else { return nil }
        var total: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (tenfold, overflowed) = total.multipliedReportingOverflow(by: 10)
            let (sum, alsoOverflowed) =
                isNegative
                ? tenfold.subtractingReportingOverflow(digit)
                : tenfold.addingReportingOverflow(digit)
            guard !overflowed, !alsoOverflowed else { return nil }
            total = sum
        }
        self = total
    }
}

extension Double {
    /// Parses a finite decimal number; `nil` for other text, hexadecimal, `inf` and `nan`.
    ///
    /// `Double(_: String)` alone would read `0x1p3` as 8.
    package init?(decimal text: some Collection<UInt8>) {
        guard !text.isEmpty, text.count <= 400, text.allSatisfy(\.isDecimalNumberByte) else {
            return nil
        }
        guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
            return nil
        }
        self = number
    }
}

extension UInt8 {
    fileprivate var isDecimalNumberByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}
