/// Finds the one bit that was flipped in a frame, if its checksum tells which: `recording.md` 3.3.
///
/// A checksum is linear: each flipped bit changes it in a way of its own, whatever the other bits
/// are. What is found must besides be followed by a frame that continues it, or by the end.
enum BitRepair {
    /// Frames longer than this are not searched.
    private static let longestFrame = 64 << 10

    /// The place of the bit in a dependent frame that begins at `offset`, among all bits of a file.
    static func dependentFrame(at offset: Int, in bytes: [UInt8], after sum: UInt32) -> Int? {
        var candidates: [Int] = []
        if let difference = difference(at: offset, in: bytes, after: sum) {
            let (change, end) = difference
            if change.nonzeroBitCount == 1 {
                candidates.append(8 * end + change.trailingZeroBitCount)
            }
            if let bit = CRC32C.flippedBit(in: end - offset, changing: change) {
                candidates.append(8 * offset + bit)
            }
        }
        // A bit of the length makes another frame of it.
        candidates += (8 * offset)..<(8 * min(offset + 3, bytes.count))
        return candidates.first { isMended(bytes, at: offset, byFlipping: $0, after: sum) }
    }

    /// How the checksum differs from what it should be, and where it stands.
    private static func difference(
        at offset: Int,
        in bytes: [UInt8],
        after sum: UInt32
    ) -> (change: UInt32, end: Int)? {
        var reader = ByteReader(bytes[offset...])
        guard let head = reader.unsigned(), head >> 2 <= UInt64(longestFrame) else { return nil }
        let end = bytes.count - reader.remainder.count + Int(head >> 2)
        guard end + 4 <= bytes.count else { return nil }
        var sumReader = ByteReader(bytes[end..<(end + 4)])
        let stored = sumReader.fixed(UInt32.self) ?? 0
        return (stored ^ CRC32C.checksum(bytes[offset..<end], seed: sum), end)
    }

    private static func isMended(
        _ bytes: [UInt8],
        at offset: Int,
        byFlipping bit: Int,
        after sum: UInt32
    ) -> Bool {
        var mended = bytes[offset..<min(bytes.count, offset + longestFrame + 16)]
        mended[bit / 8] ^= 1 << UInt8(bit % 8)
        guard
            case .frame(_, _, let length, let nextSum) = DependentFrame.find(
                at: offset,
                in: mended,
                after: sum
            )
        else { return false }
        let next = offset + length
        if next == bytes.count || KeyframeHeader.decode(bytes[next...]) != nil { return true }
        if bytes[next...].starts(with: Trailer.bytes) { return true }
        switch DependentFrame.find(at: next, in: bytes[next...], after: nextSum) {
        case .frame, .torn: return true
        case .damaged: return false
        }
    }

    /// The place of the bit in a keyframe that begins at `offset`.
    static func keyframe(at offset: Int, in bytes: [UInt8]) -> Int? {
        let start = offset + RecordingFormat.keyframeHeaderLength
        guard start <= bytes.count else { return nil }
        if let (header, _) = KeyframeHeader.decode(bytes[offset...]) {
            let end = start + header.payloadLength
            guard end <= bytes.count, header.payloadLength <= longestFrame else { return nil }
            let change = header.payloadSum ^ CRC32C.checksum(bytes[start..<end])
            return CRC32C.flippedBit(in: header.payloadLength, changing: change)
                .map { 8 * start + $0 }
        }
        // The marker is part of what the header's checksum covers.
        let summed = start - 4
        var reader = ByteReader(bytes[summed..<start])
        let stored = reader.fixed(UInt32.self) ?? 0
        let sum = CRC32C.checksum(bytes[offset..<summed], seed: RecordingFormat.keyframeSeed)
        let change = stored ^ sum
        let bit =
            change.nonzeroBitCount == 1
            ? 8 * (summed - offset) + change.trailingZeroBitCount
            : CRC32C.flippedBit(in: summed - offset, changing: change)
        guard let bit else { return nil }
        var header = Array(bytes[offset..<start])
        header[bit / 8] ^= 1 << UInt8(bit % 8)
        return KeyframeHeader.decode(header[...]) == nil ? nil : 8 * offset + bit
    }
}
