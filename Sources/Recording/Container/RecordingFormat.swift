/// The numbers that make a file a recording, none of which may ever change.
///
/// See `recording.md`, section 3.
package enum RecordingFormat {
    /// The version of the container that this program writes, and the newest it reads.
    package static let current: UInt16 = 1

    /// A time of a file that may be forged, such that sums and differences of two are numbers still:
    /// up to some hundred thousand years from 1970.
    static func believable(_ microseconds: Int64) -> Int64 {
        min(max(microseconds, -(1 << 61)), 1 << 61)
    }

    /// The first bytes of every recording; a transfer that treats it as text damages them.
    static let signature: [UInt8] = [0x89, 0x48, 0x49, 0x54, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Bytes of the header before its description.
    static let headerLength = 64
    /// The longest header that is believed.
    static let longestHeader = 1 << 20

    /// The first bytes of every keyframe, for finding one in a damaged file.
    static let syncMarker: [UInt8] = [0xD3, 0x4B, 0x9C, 0x1E, 0xE7, 0xA0, 0x5F, 0x62]
    /// Bytes of a keyframe before its payload.
    static let keyframeHeaderLength = 56
    /// What a keyframe header's checksum starts from.
    static let keyframeSeed: UInt32 = 0x4849_5453
    /// The longest payload that is believed.
    static let longestPayload = 16 << 20

    /// Ticks after which a keyframe comes again, so that damage costs at most so many.
    static let ticksPerGroup = 300
    /// Bytes after which a keyframe comes again.
    static let bytesPerGroup = 256 << 10
}
