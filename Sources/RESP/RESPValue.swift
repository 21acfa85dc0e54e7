/// One value of the Redis serialization protocol, RESP2 or RESP3.
///
/// Text stays bytes: keys, members and error replies are whatever a client of the server sent, so
/// they are not `String` until the one function that renders them. Attributes (`|`) carry no case of
/// their own: the decoder reads and drops them, because no command we send asks for any.
package enum RESPValue: Sendable, Hashable {
    /// A status line such as `+OK`.
    case simple([UInt8])
    /// An error reply, without its leading `-` or `!`.
    case error([UInt8])
    /// A signed 64-bit number.
    case integer(Int64)
    /// A binary-safe string.
    case bulk([UInt8])
    /// A string too long to keep: how it begins, and how long it was in bytes.
    case oversized(prefix: [UInt8], length: Int)
    /// A string with a three-letter format such as `txt`, which is dropped.
    case verbatim([UInt8])
    /// The absence of a value: `_`, `$-1` or `*-1`.
    case null
    /// A truth value, RESP3 only.
    case boolean(Bool)
    /// A floating-point number, RESP3 only; may be infinite or not a number.
    case double(Double)
    /// An integer of any size, as its digits.
    case bigNumber([UInt8])
    /// Values in order.
    case array([RESPValue])
    /// Keys and values in the order sent, alternating.
    case map([RESPValue])
    /// Values without a promised order.
    case set([RESPValue])
}

extension RESPValue {
    /// The bytes of any kind of string, or `nil` if this is not one.
    package var bytes: [UInt8]? {
        switch self {
        case .simple(let bytes), .bulk(let bytes), .verbatim(let bytes): bytes
        case .error, .integer, .oversized, .null, .boolean, .double, .bigNumber, .array, .map, .set:
            nil
        }
    }

    /// A whole number, however the server's protocol version spelled it.
    package var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .simple(let text), .bulk(let text), .verbatim(let text): Int64(decimal: text)
        case .error, .oversized, .null, .boolean, .double, .bigNumber, .array, .map, .set: nil
        }
    }

    /// A finite number, however the server's protocol version spelled it: RESP2 sends text.
    package var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number.isFinite ? number : nil
        case .simple(let text), .bulk(let text), .verbatim(let text): Double(decimal: text)
        case .error, .oversized, .null, .boolean, .bigNumber, .array, .map, .set: nil
        }
    }

    /// The members of any collection in the order sent; a map yields its keys and values in turn.
    package var elements: [RESPValue]? {
        switch self {
        case .array(let values), .map(let values), .set(let values): values
        case .simple, .error, .integer, .bulk, .oversized, .verbatim, .null, .boolean, .double,
            .bigNumber:
            nil
        }
    }

    /// Key and value pairs, from a RESP3 map or the flat array RESP2 sends in its place.
    package var pairs: [(key: RESPValue, value: RESPValue)]? {
        guard let elements, elements.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: elements.count, by: 2).map { (elements[$0], elements[$0 + 1]) }
    }

    /// The text of an error reply, or `nil` if this is not one.
    package var error: [UInt8]? {
        guard case .error(let text) = self else { return nil }
        return text
    }
}
