package import CacheMetrics
import Foundation
package import Recording

/// A file of a test's own, gone when the test is.
package final class TemporaryFile: Sendable {
    private let folder: URL
    /// The file's path; nothing is there yet.
    package let path: String

    /// A path in a new folder.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "hitscope-test-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        path = folder.appending(path: "file.hits").path()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Replaces what the file holds.
    package func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// What the file holds.
    package func bytes() throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: path))) }

    /// Records readings into the file.
    package func record(_ readings: [Reading]) throws -> RecordingWriter.Progress {
        var writer = try RecordingWriter(creating: path, RecordingHeader())
        for reading in readings { writer.append(reading) }
        writer.finish()
        return writer.progress
    }

    /// Every reading of a recording, in order.
    package func readAll(_ reader: RecordingReader) -> [Reading] {
        var cursor = reader.cursor(at: 0)
        var readings: [Reading] = []
        while let reading = cursor.next() { readings.append(reading) }
        return readings
    }

    /// The bytes with the checksum of a recording's header made to fit them.
    package func withHeaderSum(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = .max
        for byte in bytes[..<60] {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
        }
        let sum = (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> ($0 * 8)) }
        return bytes[..<60] + sum + bytes[64...]
    }
}
