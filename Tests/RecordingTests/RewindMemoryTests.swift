import CacheMetrics
import Recording
import TestSupport
import Testing

struct RewindMemoryTests {
    private func memory(_ readings: [Reading]) -> RewindMemory {
        var memory = RewindMemory()
        for reading in readings { memory.append(reading) }
        return memory
    }

    @Test func `memory is what a file would be`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        let written = try RecordingReader(opening: file.path)
        let memory = memory(Incident.readings)
        let kept = try #require(memory.reader(named: "memory", RecordingHeader()))
        #expect(file.readAll(kept) == Incident.readings)
        #expect(kept.ticks.map(\.isEvent) == written.ticks.map(\.isEvent))
        #expect(kept.ticks.map(\.steadyMicroseconds) == written.ticks.map(\.steadyMicroseconds))
        #expect(memory.count == Incident.readings.count && memory.forgotten == 0)
    }

    @Test func `it is written to a file that anybody can read`() throws {
        let file = try TemporaryFile()
        let memory = memory(Incident.readings)
        try memory.write(to: file.path, RecordingHeader())
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == Incident.readings)
        #expect(reader.isClosed && reader.damages.isEmpty)
        #expect(throws: RecordingError.exists(path: file.path)) {
            try memory.write(to: file.path, RecordingHeader())
        }
    }

    @Test func `what is older than a day is forgotten, a group at a time`() async throws {
        // A reading a minute: three days of them.
        let readings = (0..<(3 * 1_440)).map { minute in
            var reading = Incident.readings[minute % 20]
            reading.moment.wallMicroseconds = Int64(minute) * 60_000_000
            reading.moment.steadyMicroseconds = Int64(minute) * 60_000_000
            reading.moment.beat = Int64(minute)
            return reading
        }
        var memory = RewindMemory()
        for reading in readings {
            memory.append(reading)
            if reading.moment.beat.isMultiple(of: 100) { await Task.yield() }
        }
        #expect(memory.count + memory.forgotten == readings.count)
        #expect(memory.count >= 1_440 && memory.count < 1_440 + 2 * 300)
        let reader = try #require(memory.reader(named: "memory", RecordingHeader()))
        #expect(try TemporaryFile().readAll(reader) == Array(readings.suffix(memory.count)))
    }
}
