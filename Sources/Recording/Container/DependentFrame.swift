/// A frame that needs those since the last keyframe: one tick.
///
/// Its checksum starts from the one before, so that what was left over, doubled or pasted in from
/// elsewhere does not pass for a part of the recording.
enum DependentFrame {
    /// What a frame holds: one coded tick of the first node, without the block's head, or blocks.
    private static let (bareKind, kind) = (UInt64(0), UInt64(1))
    /// The head that a bare frame leaves out.
    static let bareHead = UInt8(BlockType.coded.rawValue)

    static func encoded(
        _ payload: [UInt8],
        after previousSum: UInt32
    ) -> (bytes: [UInt8], sum: UInt32) {
        var writer = ByteWriter()
        let isBare = payload.first == bareHead
        let content = payload.dropFirst(isBare ? 1 : 0)
        writer.unsigned(UInt64(content.count) << 2 | (isBare ? bareKind : kind))
        writer.raw(content)
        let sum = CRC32C.checksum(writer.bytes, seed: previousSum)
        writer.fixed(sum)
        return (writer.bytes, sum)
    }

    /// What the bytes at a place turn out to be.
    enum Found {
        /// A frame: its payload and its whole length.
        case frame(payload: Range<Int>, isBare: Bool, length: Int, sum: UInt32)
        /// The beginning of a frame whose end is not there.
        case torn
        /// Something else.
        case damaged
    }

    static func find(at offset: Int, in bytes: [UInt8], after previousSum: UInt32) -> Found {
        find(at: offset, in: bytes[...], after: previousSum)
    }

    static func find(
        at offset: Int,
        in bytes: ArraySlice<UInt8>,
        after previousSum: UInt32
    ) -> Found {
        var reader = ByteReader(bytes[offset...])
        guard let head = reader.unsigned() else {
            return bytes.endIndex - offset < 10 ? .torn : .damaged
        }
        guard head & 3 <= kind, head >> 2 <= UInt64(RecordingFormat.longestPayload) else {
            return .damaged
        }
        let start = bytes.endIndex - reader.remainder.count
        let end = start + Int(head >> 2)
        guard end + 4 <= bytes.endIndex else { return .torn }
        var sumReader = ByteReader(bytes[end..<(end + 4)])
        guard let sum = sumReader.fixed(UInt32.self),
            sum == CRC32C.checksum(bytes[offset..<end], seed: previousSum)
        else { return .damaged }
        return .frame(
            payload: start..<end,
            isBare: head & 3 == bareKind,
            length: end + 4 - offset,
            sum: sum
        )
    }
}
