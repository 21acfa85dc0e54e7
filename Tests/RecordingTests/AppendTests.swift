import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

struct AppendTests {
    private func append(_ readings: some Sequence<Reading>, to file: TemporaryFile) throws {
        var writer = try RecordingWriter(appendingTo: file.path)
        for reading in readings { writer.append(reading) }
        writer.finish()
    }

    @Test func `a recording is gone on with after an orderly end`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings[..<30]))
        #expect(try RecordingReader(opening: file.path).isClosed)
        try append(Incident.readings[30...], to: file)
        let reader = try RecordingReader(opening: file.path)
        #expect(reader.isClosed && reader.damages.isEmpty)
        #expect(file.readAll(reader) == Incident.readings)
    }

    @Test(arguments: [1, 3, 23, 24, 25, 40, 300])
    func `what was torn off is cut away, and what is there stays`(missing: Int) throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings[..<30]))
        try file.write(file.bytes().dropLast(missing))
        let kept = file.readAll(try RecordingReader(opening: file.path))
        #expect(kept == Array(Incident.readings.prefix(kept.count)))
        try append(Incident.readings[30...], to: file)
        let reader = try RecordingReader(opening: file.path)
        #expect(reader.isClosed && reader.damages.isEmpty)
        #expect(file.readAll(reader) == kept + Incident.readings[30...])
    }

    @Test func `zeros that a power cut left are cut away`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings[..<30]))
        try file.write(file.bytes().dropLast(24) + [UInt8](repeating: 0, count: 5_000))
        try append(Incident.readings[30...], to: file)
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == Incident.readings)
        #expect(reader.damages.isEmpty)
    }

    @Test func `what is no recording is not appended to`() throws {
        let file = try TemporaryFile()
        try file.write(Array("something of mine".utf8))
        #expect(throws: RecordingError.notARecording(path: file.path)) {
            try RecordingWriter(appendingTo: file.path)
        }
        #expect(try file.bytes() == Array("something of mine".utf8))
    }

    @Test func `time goes on where it was after the machine was started again`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings[..<30]))
        // The steady clock of the second run begins at nothing.
        let later = Incident.readings[30..<40].map { reading in
            var reading = reading
            reading.moment.steadyMicroseconds -= Incident.readings[29].moment.steadyMicroseconds
            return reading
        }
        try append(later, to: file)
        let times = try RecordingReader(opening: file.path).ticks.map(\.steadyMicroseconds)
        #expect(times == times.sorted() && times.count == 40)
    }

    @Test func `segments are one recording, and no more is kept than was to be`() throws {
        let folder = NSTemporaryDirectory() + "hitscope-segments-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var plan = SegmentPlan(folder: folder, limit: .time(.seconds(10)))
        var writer = try RecordingWriter(in: plan, RecordingHeader())
        for reading in Incident.readings { writer.append(reading) }
        writer.finish()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == (Incident.readings.count + 9) / 10)
        let reader = try RecordingReader(opening: folder)
        #expect(try TemporaryFile().readAll(reader) == Incident.readings)
        #expect(reader.damages.isEmpty && reader.isClosed)
        #expect(throws: RecordingError.exists(path: folder)) {
            try RecordingWriter(in: plan, RecordingHeader())
        }
        try FileManager.default.removeItem(atPath: folder)
        plan = SegmentPlan(folder: folder, limit: .time(.seconds(10)), keep: .bytes(4_000))
        writer = try RecordingWriter(in: plan, RecordingHeader())
        for reading in Incident.readings { writer.append(reading) }
        writer.finish()
        let last = try RecordingReader(opening: folder)
        let read = try TemporaryFile().readAll(last)
        #expect(read == Array(Incident.readings.suffix(read.count)))
        #expect(read.count < Incident.readings.count && read.count >= 10)
    }

    @Test func `recordings of their own in one folder are one after the other, a bad file damage`()
        throws
    {
        let folder = NSTemporaryDirectory() + "hitscope-folder-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let parts = [Array(Incident.readings[..<20]), Array(Incident.readings[20...])]
        for (name, readings) in zip(["a", "c"], parts) {
            var writer = try RecordingWriter(creating: "\(folder)/\(name).hits", RecordingHeader())
            for reading in readings { writer.append(reading) }
            writer.finish()
        }
        try Data("something else".utf8).write(to: URL(filePath: "\(folder)/b.hits"))
        let reader = try RecordingReader(opening: folder)
        #expect(try TemporaryFile().readAll(reader) == Incident.readings)
        #expect(reader.damages.count == 1)
    }
}
