/// A field of `INFO` whose value is read as a `Value`.
package struct InfoField<Value: Sendable>: Sendable {
    /// The name as the server spells it.
    package let name: InfoName

    /// A field by the server's name for it.
    package init(_ name: String) {
        self.name = InfoName(name)
    }
}

extension InfoReport {
    /// A whole number, or `nil` if the field is absent, negative or not a number, or ran under zero.
    package subscript(field: InfoField<UInt64>) -> UInt64? {
        text(of: field.name).flatMap { UInt64(decimalDigits: $0) }
    }

    /// A number with a fraction, perhaps a percentage; `nil` if absent, infinite or not a number.
    package subscript(field: InfoField<Double>) -> Double? {
        text(of: field.name).flatMap { Double(plainDecimal: $0.last == 0x25 ? $0.dropLast() : $0) }
    }

    /// Text, still bytes because it may be a client's.
    package subscript(field: InfoField<[UInt8]>) -> [UInt8]? {
        text(of: field.name).map { Array($0) }
    }

    /// A number out of `key=value,key=value`, the form of `cmdstat_` and `db` lines.
    static func number(_ key: String, in value: ArraySlice<UInt8>) -> UInt64? {
        var start = value.startIndex
        while start < value.endIndex {
            let end = value[start...].firstIndex(of: 0x2C) ?? value.endIndex
            let part = value[start..<end]
            if part.starts(with: key.utf8) {
                let rest = part.dropFirst(key.utf8.count)
                if rest.first == 0x3D { return UInt64(decimalDigits: rest.dropFirst()) }
            }
            start = end + 1
        }
        return nil
    }
}

extension UInt64 {
    /// Parses decimal digits and nothing else; `nil` on other text, and above 2^63 - 1.
    ///
    /// No count and no size is larger. A server prints such numbers where it took more from a number
    /// than there was, as from `used_memory_dataset` of a cache with few keys.
    init?(decimalDigits text: ArraySlice<UInt8>) { self.init(decimalDigits: text.span) }

    /// The same of bytes that are not copied for it.
    init?(decimalDigits text: Span<UInt8>) {
        guard !text.isEmpty else { return nil }
        var total: UInt64 = 0
        for index in text.indices {
            guard (0x30...0x39).contains(text[index]) else { return nil }
            let (tenfold, overflowed) = total.multipliedReportingOverflow(by: 10)
            let (sum, alsoOverflowed) = tenfold.addingReportingOverflow(UInt64(text[index] - 0x30))
            guard !overflowed, !alsoOverflowed else { return nil }
            total = sum
        }
        guard total <= UInt64(Int64.max) else { return nil }
        self = total
    }
}

extension Double {
    /// Parses a finite decimal number; `nil` for `nan`, `inf`, hexadecimal and other text.
    init?(plainDecimal text: ArraySlice<UInt8>) {
        guard !text.isEmpty, text.count <= 64,
            text.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
        else { return nil }
        if let number = Self.short(text) {
            self = number
            return
        }
        guard let number = Double(String(decoding: text, as: UTF8.self)) else { return nil }
        self = number
    }

    /// The number of up to 15 digits with at most one point among them: a whole number over a power of
    /// ten, both of which are exact, so that the quotient is rounded once (Clinger 1990).
    private static func short(_ text: ArraySlice<UInt8>) -> Double? {
        guard text.count <= 16, let first = text.first, first != 0x2E, text.last != 0x2E else {
            return nil
        }
        var (digits, scale, hasPoint) = (0, 1.0, false)
        for byte in text {
            if byte == 0x2E, !hasPoint {
                hasPoint = true
            } else if (0x30...0x39).contains(byte) {
                digits = digits * 10 + Int(byte - 0x30)
                if hasPoint { scale *= 10 }
            } else {
                return nil
            }
        }
        return text.count - (hasPoint ? 1 : 0) <= 15 ? Double(digits) / scale : nil
    }
}
