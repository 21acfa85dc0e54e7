import CacheMetrics
import Recording
import SystemPackage
import TestSupport
import Testing

/// A disk that fails at one call of the system, or from one to another.
private struct FailingStorage: RecordingStorage {
    /// What is on the disk, where the test can see it.
    final class Disk: @unchecked Sendable {
        var bytes: [UInt8] = []
        var calls = 0
        /// How often cutting something off is still refused.
        var refusedCuts = 0
    }

    let disk: Disk
    let failing: Range<Int>
    let error: Errno
    /// How many bytes of a write get there before it fails.
    let part: Int

    private mutating func fails() -> Bool {
        defer { disk.calls += 1 }
        return failing.contains(disk.calls)
    }

    mutating func write(_ bytes: [UInt8]) throws(Errno) {
        guard fails() else {
            disk.bytes += bytes
            return
        }
        disk.bytes += bytes.prefix(part)
        throw error
    }

    mutating func truncate(to length: UInt64) throws(Errno) {
        guard disk.refusedCuts == 0 else {
            disk.refusedCuts -= 1
            throw error
        }
        disk.bytes.removeLast(max(0, disk.bytes.count - Int(length)))
    }

    mutating func sync() throws(Errno) { if fails() { throw error } }
    var isRemoved: Bool { false }
    mutating func close() {}
}

struct FailingStorageTests {
    private static let readings = Array(Incident.readings.prefix(24))

    private func record(
        _ readings: [Reading] = readings,
        failing: Range<Int>,
        _ error: Errno,
        part: Int,
        refusedCuts: Int = 0
    ) throws -> (file: TemporaryFile, progress: RecordingWriter.Progress, calls: Int) {
        let disk = FailingStorage.Disk()
        disk.refusedCuts = refusedCuts
        let storage = FailingStorage(disk: disk, failing: failing, error: error, part: part)
        var writer = try RecordingWriter(to: storage, RecordingHeader())
        for reading in readings { writer.append(reading) }
        writer.finish()
        let file = try TemporaryFile()
        try file.write(disk.bytes)
        return (file, writer.progress, disk.calls)
    }

    @Test(arguments: [(Errno.noSpace, 0), (.ioError, 3), (.noSpace, 60)])
    func `whichever call of the system fails, nothing is lost once it works again`(
        error: Errno,
        part: Int
    ) async throws {
        let calls = try record(failing: 0..<0, error, part: 0).calls
        #expect(calls > 24)
        // The first call writes the header, without which there is no recording; the last ones the end.
        for call in 1..<(calls - 3) {
            await Task.yield()
            let (file, progress, _) = try record(failing: call..<(call + 1), error, part: part)
            let reader = try RecordingReader(opening: file.path)
            #expect(file.readAll(reader) == Self.readings, "call \(call)")
            #expect(reader.damages.isEmpty && progress.lost == 0, "call \(call)")
        }
    }

    @Test func `a disk that is full for ten minutes loses nothing`() throws {
        let readings = try Array(InfoStream("churn").readings(of: NodeID("n")))
        #expect(readings.count > 300)
        let (file, progress, _) = try record(readings, failing: 10..<(10 + 300), .noSpace, part: 7)
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == readings)
        #expect(progress.lost == 0 && progress.failure == nil)
        #expect(progress.ticks == UInt64(readings.count))
    }

    @Test func `what does not fit into memory is counted, and the rest is there`() throws {
        let readings = (0..<30).flatMap { _ in Self.readings }
        let (file, progress, _) = try record(readings, failing: 1..<721, .noSpace, part: 0)
        #expect(progress.lost > 0)
        let reader = try RecordingReader(opening: file.path)
        #expect(UInt64(reader.ticks.count) + progress.lost == UInt64(readings.count))
        #expect(file.readAll(reader) == Array(readings.suffix(reader.ticks.count)))
    }

    @Test func `a disk that stays full is told, with what was lost`() throws {
        let (file, progress, _) = try record(failing: 12..<100_000, .noSpace, part: 5)
        #expect(progress.failure == "disk full")
        let reader = try RecordingReader(opening: file.path)
        #expect(UInt64(reader.ticks.count) + progress.lost == 24)
        #expect(!reader.isClosed && reader.damages.isEmpty)
    }

    @Test(arguments: [1, 2, 5])
    func `behind half a frame that cannot be cut off nothing is written`(refused: Int) throws {
        let (file, progress, _) = try record(
            failing: 8..<9,
            .ioError,
            part: 9,
            refusedCuts: refused
        )
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == Self.readings)
        #expect(reader.damages.isEmpty && reader.isClosed && progress.lost == 0)
    }

    @Test func `a disk that once refused what was written is never trusted again`() throws {
        // The header, the first reading, and then it is forced to the disk.
        let (file, progress, _) = try record(failing: 2..<3, .ioError, part: 0)
        #expect(progress.isDurabilityUnknown && progress.failure == nil && progress.lost == 0)
        #expect(file.readAll(try RecordingReader(opening: file.path)) == Self.readings)
        #expect(try !record(failing: 0..<0, .ioError, part: 0).progress.isDurabilityUnknown)
    }
}
