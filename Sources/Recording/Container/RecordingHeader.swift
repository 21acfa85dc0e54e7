import FoundationEssentials

/// What a file says of itself; only advisory, since keyframes hold all that decoding needs.
package struct RecordingHeader: Sendable, Equatable {
    /// The version of the container.
    package private(set) var version = RecordingFormat.current
    /// When it was begun, wall clock, microseconds since 1970.
    package var createdMicroseconds: Int64 = 0
    /// What it is about.
    package var description = Description()
    /// Sixteen random bytes that tell this recording from all others.
    var session: [UInt8] = [UInt8](repeating: 0, count: 16)
    /// Which of the segments of a recording it is, counted from 0.
    var ordinal: UInt32 = 0

    /// The same of a recording of its own.
    var asNew: RecordingHeader {
        var header = self
        header.session = (0..<16).map { _ in UInt8.random(in: 0...255) }
        header.ordinal = 0
        return header
    }

    /// What a recording is about.
    package struct Description: Sendable, Equatable, Codable {
        /// The program that wrote it.
        package var tool = ""
        /// Microseconds from one beat to the next.
        package var intervalMicroseconds: Int64 = 1_000_000
        /// How far local time was ahead of UTC where it was made, in seconds.
        package var zoneSeconds: Int64 = 0
        /// What was watched, without secrets.
        package var targets: [String] = []
        /// What was left out: `keys` keeps key names and drops the arguments of slow commands.
        package var redaction = "keys"

        /// A description of nothing yet.
        package init() {}

        private enum CodingKeys: String, CodingKey {
            case tool, targets, redaction
            case intervalMicroseconds = "interval_us"
            case zoneSeconds = "zone_seconds"
        }
    }

    /// A header to be filled in.
    package init() {}

    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var text = [UInt8](try encoder.encode(description))
        // JSON may end in blanks, and the length must be a multiple of eight.
        while text.count % 8 != 0 { text.append(0x20) }
        var writer = ByteWriter()
        writer.raw(RecordingFormat.signature)
        writer.fixed(RecordingFormat.current)
        writer.fixed(UInt16(0))
        writer.fixed(UInt32(RecordingFormat.headerLength + text.count))
        writer.fixed(UInt32(0))
        writer.fixed(UInt32(0))
        writer.raw(session)
        writer.fixed(UInt64(bitPattern: createdMicroseconds))
        writer.fixed(ordinal)
        writer.fixed(UInt32(text.count))
        writer.fixed(CRC32C.checksum(text))
        writer.fixed(CRC32C.checksum(writer.bytes))
        writer.raw(text)
        return writer.bytes
    }

    /// Reads a header and says how long it is; `nil` if it is damaged.
    static func decode(
        _ bytes: ArraySlice<UInt8>,
        path: String
    ) throws(RecordingError) -> (RecordingHeader, Int)? {
        guard bytes.prefix(8).elementsEqual(RecordingFormat.signature) else {
            throw .notARecording(path: path)
        }
        var reader = ByteReader(bytes.dropFirst(8))
        guard let version = reader.fixed(UInt16.self), reader.fixed(UInt16.self) != nil,
            let length = reader.fixed(UInt32.self), let incompatible = reader.fixed(UInt32.self),
            reader.fixed(UInt32.self) != nil, let session = reader.raw(16),
            let created = reader.fixed(UInt64.self), let ordinal = reader.fixed(UInt32.self),
            let textLength = reader.fixed(UInt32.self), let textSum = reader.fixed(UInt32.self),
            let sum = reader.fixed(UInt32.self), sum == CRC32C.checksum(bytes.prefix(60))
        else { return nil }
        guard version <= RecordingFormat.current, incompatible == 0 else {
            throw .tooNew(path: path, version: version)
        }
        guard length <= RecordingFormat.longestHeader, let text = reader.raw(Int(textLength)),
            textSum == CRC32C.checksum(text)
        else { return nil }
        var header = RecordingHeader()
        header.version = version
        header.createdMicroseconds = Int64(bitPattern: created)
        header.session = Array(session)
        header.ordinal = ordinal
        header.description =
            (try? JSONDecoder().decode(Description.self, from: Data(text))) ?? Description()
        // Both are reckoned with.
        let day: Int64 = 86_400
        header.description.zoneSeconds = min(max(header.description.zoneSeconds, -day), day)
        header.description.intervalMicroseconds =
            min(max(header.description.intervalMicroseconds, 1), day * 1_000_000)
        return (header, Int(length))
    }
}
