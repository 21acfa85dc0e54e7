import CacheMetrics
import Recording
import TestSupport
import Testing

struct FollowTests {
    @Test func `a reader that follows sees each tick as soon as it is whole, wherever it was cut`()
        async throws
    {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings))
        let bytes = try file.bytes()
        let growing = try TemporaryFile()
        let whole = try RecordingReader(opening: file.path)
        let first = Int(whole.ticks[0].end)
        try growing.write(Array(bytes[..<first]))
        var reader = try RecordingReader(opening: growing.path)
        var random = SeededGenerator(seed: 5)
        var length = first
        while length < bytes.count {
            await Task.yield()
            length = min(bytes.count, length + Int.random(in: 1...120, using: &random))
            try growing.write(Array(bytes[..<length]))
            let due = whole.ticks.count { $0.end <= UInt64(length) }
            let grew = reader.readOn(in: growing.path)
            #expect(reader.ticks.count == due, "\(length) bytes")
            #expect(!grew || reader.ticks.last == whole.ticks[due - 1])
            #expect(reader.damages.isEmpty, "\(length) bytes")
        }
        #expect(growing.readAll(reader) == Incident.readings && reader.isClosed)
        let grewAgain = reader.readOn(in: growing.path)
        #expect(!grewAgain)
    }

    @Test func `a file that ends within a keyframe is torn, not damaged`() async throws {
        let file = try TemporaryFile()
        _ = try file.record(Array(Incident.readings))
        let bytes = try file.bytes()
        let whole = try RecordingReader(opening: file.path)
        let cut = try TemporaryFile()
        for length in stride(from: Int(whole.ticks[0].end), to: bytes.count, by: 7) {
            await Task.yield()
            try cut.write(Array(bytes[..<length]))
            let reader = try RecordingReader(opening: cut.path)
            #expect(reader.damages.isEmpty, "\(length) bytes")
            #expect(reader.ticks.count == whole.ticks.count { $0.end <= UInt64(length) })
        }
    }
}
