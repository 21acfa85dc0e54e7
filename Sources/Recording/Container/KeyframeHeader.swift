/// The header of a frame that can be found and read without any other.
struct KeyframeHeader: Equatable {
    /// What came before.
    struct Flags: OptionSet, Equatable {
        let rawValue: UInt8
        /// Nothing: the segment begins here.
        static let first = Flags(rawValue: 1)
        /// A stretch that was not recorded.
        static let followsGap = Flags(rawValue: 2)
        /// The wall clock was set.
        static let clockStepped = Flags(rawValue: 4)
    }

    var flags: Flags
    var codec: UInt16
    var payloadLength: Int
    var sequence: UInt64
    var wallMicroseconds: Int64
    var steadyMicroseconds: Int64
    var previousOffset: UInt64
    var payloadSum: UInt32

    private static let type = UInt8(ascii: "K")

    /// The header's bytes and its checksum, from which the chain of frames starts.
    func encoded() -> (bytes: [UInt8], sum: UInt32) {
        var writer = ByteWriter()
        writer.raw(RecordingFormat.syncMarker)
        writer.fixed(Self.type)
        writer.fixed(flags.rawValue)
        writer.fixed(codec)
        writer.fixed(UInt32(payloadLength))
        writer.fixed(sequence)
        writer.fixed(UInt64(bitPattern: wallMicroseconds))
        writer.fixed(UInt64(bitPattern: steadyMicroseconds))
        writer.fixed(previousOffset)
        writer.fixed(payloadSum)
        let sum = CRC32C.checksum(writer.bytes, seed: RecordingFormat.keyframeSeed)
        writer.fixed(sum)
        return (writer.bytes, sum)
    }

    /// Reads a header that begins with the marker; `nil` if it is damaged or of another type.
    static func decode(_ bytes: ArraySlice<UInt8>) -> (header: KeyframeHeader, sum: UInt32)? {
        guard bytes.prefix(8).elementsEqual(RecordingFormat.syncMarker) else { return nil }
        var reader = ByteReader(bytes.dropFirst(8))
        guard let type = reader.fixed(UInt8.self), let flags = reader.fixed(UInt8.self),
            let codec = reader.fixed(UInt16.self), let length = reader.fixed(UInt32.self),
            let sequence = reader.fixed(UInt64.self), let wall = reader.fixed(UInt64.self),
            let steady = reader.fixed(UInt64.self), let previous = reader.fixed(UInt64.self),
            let payloadSum = reader.fixed(UInt32.self), let sum = reader.fixed(UInt32.self),
            sum == CRC32C.checksum(bytes.prefix(52), seed: RecordingFormat.keyframeSeed),
            type == Self.type, length <= RecordingFormat.longestPayload
        else { return nil }
        let header = KeyframeHeader(
            flags: Flags(rawValue: flags),
            codec: codec,
            payloadLength: Int(length),
            sequence: sequence,
            wallMicroseconds: Int64(bitPattern: wall),
            steadyMicroseconds: Int64(bitPattern: steady),
            previousOffset: previous,
            payloadSum: payloadSum
        )
        return (header, sum)
    }
}
