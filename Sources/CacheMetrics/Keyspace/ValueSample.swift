/// What was seen of the beginnings of some of a pattern's values, which the operator allowed to read.
package struct ValueSample: Sendable, Equatable {
    /// Values looked at, the bytes that were read of them, and what LZ4 makes of those.
    package var (values, bytes, packedBytes): (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// Values that look like JSON.
    package var json: UInt64 = 0

    /// A sample of nothing.
    package init() {}

    /// What LZ4 makes of a byte, or `nil` if none was read.
    package var packedShare: Double? {
        bytes > 0 ? Double(packedBytes) / Double(bytes) : nil
    }
}
