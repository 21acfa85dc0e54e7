/// The last bytes of a recording that was closed in order.
///
/// They have room for the place and the length of an index (`recording.md` 3.5), of which there is
/// none: a day's frames are found and verified in less time than it takes to notice.
enum Trailer {
    /// Where the index is and how long, both nothing; the checksum of that; what tells it from a frame.
    static let bytes: [UInt8] = {
        var writer = ByteWriter()
        writer.fixed(UInt64(0))
        writer.fixed(UInt32(0))
        writer.fixed(CRC32C.checksum(writer.bytes, seed: RecordingFormat.keyframeSeed))
        writer.raw([0x89] + "HITEND".utf8 + [0x0A])
        return writer.bytes
    }()
}
