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
}
