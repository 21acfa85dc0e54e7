import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

struct RecordingWriterTests {
    @Test func `nobody else can read a recording`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func `nothing is overwritten`() throws {
        let file = try TemporaryFile()
        try file.write([1, 2, 3])
        #expect(throws: RecordingError.exists(path: file.path)) {
            try RecordingWriter(creating: file.path, RecordingHeader())
        }
        #expect(try file.bytes() == [1, 2, 3])
    }

    @Test func `a second recorder is told that there is a first`() throws {
        let file = try TemporaryFile()
        var writer = try RecordingWriter(creating: file.path, RecordingHeader())
        #expect(throws: RecordingError.inUse(path: file.path)) {
            try RecordingWriter(creating: file.path, RecordingHeader())
        }
        writer.finish()
        #expect(throws: RecordingError.exists(path: file.path)) {
            try RecordingWriter(creating: file.path, RecordingHeader())
        }
    }

    @Test func `a recording that is still being written can be read as far as it is`() throws {
        let file = try TemporaryFile()
        var writer = try RecordingWriter(creating: file.path, RecordingHeader())
        for (index, reading) in Incident.readings.enumerated() {
            writer.append(reading)
            guard index.isMultiple(of: 9) else { continue }
            let reader = try RecordingReader(opening: file.path)
            #expect(reader.ticks.count == index + 1)
            #expect(reader.ticks[index].end == writer.progress.bytes)
        }
        writer.finish()
    }

    @Test func `the header says what the recording is about`() throws {
        let file = try TemporaryFile()
        var header = RecordingHeader()
        header.description.targets = ["redis://h:1"]
        header.description.zoneSeconds = 3_600
        header.description.intervalMicroseconds = 250_000
        var writer = try RecordingWriter(creating: file.path, header)
        writer.append(Incident.readings[0])
        writer.finish()
        let read = try RecordingReader(opening: file.path).header
        #expect(read.description == header.description)
    }

    @Test func `restarts and outages are found without decoding what lies between`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        let reader = try RecordingReader(opening: file.path)
        let events = reader.ticks.indices.filter { reader.ticks[$0].isEvent }
        #expect(events == [Incident.outageBegins, Incident.restart])
    }

    @Test func `what was lost on the way to the disk is counted, and said of the file`() throws {
        let file = try TemporaryFile()
        var writer = try RecordingWriter(creating: file.path, RecordingHeader())
        for reading in Incident.readings[0..<5] { writer.append(reading) }
        writer.lose(0)
        writer.append(Incident.readings[5])
        writer.lose(3)
        for reading in Incident.readings[9..<12] { writer.append(reading) }
        writer.finish()
        #expect(writer.progress.lost == 3 && writer.progress.ticks == 9)
        let reader = try RecordingReader(opening: file.path)
        #expect(reader.ticks.indices.filter { reader.ticks[$0].followsGap } == [6])
        let kept = Array(Incident.readings[0..<6]) + Array(Incident.readings[9..<12])
        #expect(file.readAll(reader) == kept)
    }

    @Test func `a file that was removed meanwhile is missed, and one that holds nothing goes`()
        throws
    {
        let (removed, empty) = (try TemporaryFile(), try TemporaryFile())
        var writer = try RecordingWriter(creating: removed.path, RecordingHeader())
        writer.append(Incident.readings[0])
        #expect(!writer.progress.isRemoved)
        try FileManager.default.removeItem(atPath: removed.path)
        writer.finish()
        #expect(writer.progress.isRemoved)
        var unused = try RecordingWriter(creating: empty.path, RecordingHeader())
        unused.abandon()
        #expect(!FileManager.default.fileExists(atPath: empty.path))
        // What was there before stays.
        _ = try empty.record(Array(Incident.readings.prefix(3)))
        var appending = try RecordingWriter(appendingTo: empty.path)
        appending.abandon()
        #expect(try RecordingReader(opening: empty.path).ticks.count == 3)
    }
}
