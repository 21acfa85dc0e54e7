/// Why bytes were not RESP, or were more than we are willing to read.
///
/// After any of these the decoder has lost its place, so the connection must be closed.
package enum RESPError: Error, Hashable {
    /// The first bytes of a value, at most eight, are of no known type.
    case unknownType([UInt8])
    /// A length, count or number could not be read; the line is kept up to 32 bytes.
    case badNumber([UInt8])
    /// A string was not followed by CR LF.
    case missingLineEnd
    /// A claim above a limit of `RESPLimits`, in words, such as `length 9223372036854775807`.
    case overLimit(String)
    /// A push inside another value, or a chunk or end marker outside a streamed one.
    case misplaced(UInt8)
}
