import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

struct RecordingDamageTests {
    /// A recording short enough to damage at every place.
    private static let readings = Array(Incident.readings.prefix(40))

    @Test func `cut at any byte, everything before the cut is there and nothing is wrong`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.readings)
        let bytes = try file.bytes()
        let ends = try RecordingReader(opening: file.path).ticks.map { Int($0.end) }
        let cut = try TemporaryFile()
        for length in stride(from: bytes.count, through: 0, by: -37) {
            try cut.write(Array(bytes[..<length]))
            let whole = ends.count { $0 <= length }
            guard whole > 0 else {
                #expect(throws: RecordingError.self) { try RecordingReader(opening: cut.path) }
                continue
            }
            let reader = try RecordingReader(opening: cut.path)
            #expect(reader.damages.isEmpty)
            #expect(cut.readAll(reader) == Array(Self.readings[..<whole]))
        }
    }

    @Test func `a damaged byte never gives a wrong reading`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Incident.readings)
        let bytes = try file.bytes()
        var random = SeededGenerator(seed: 12)
        let damaged = try TemporaryFile()
        for _ in 0..<40 {
            var copy = bytes
            let place = Int.random(in: 0..<copy.count, using: &random)
            copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try damaged.write(copy)
            guard let reader = try? RecordingReader(opening: damaged.path) else {
                #expect(place < 16, "only a damaged signature or version may hide everything")
                continue
            }
            var tick = 0
            for reading in damaged.readAll(reader) {
                while tick < Incident.readings.count, Incident.readings[tick] != reading {
                    tick += 1
                }
                #expect(
                    tick < Incident.readings.count,
                    "a reading that was never recorded, or out of order"
                )
            }
        }
    }

    @Test(.timeLimit(.minutes(4)), arguments: 0..<4)
    func `any one flipped bit behind the header is found and flipped back`(part: Int) async throws {
        let file = try TemporaryFile()
        // Three groups, one of them of a single tick.
        let readings = Array(Incident.readings.prefix(9)) + Incident.readings.suffix(4)
        _ = try file.record(readings)
        let bytes = try file.bytes()
        let header = Int(bytes[12]) | Int(bytes[13]) << 8
        let damaged = try TemporaryFile()
        // Every 97th bit, so that each of a byte's has its turn.
        for bit in stride(from: 8 * header + 97 * part, to: 8 * bytes.count, by: 4 * 97) {
            await Task.yield()
            var copy = bytes
            copy[bit / 8] ^= 1 << (bit % 8)
            try damaged.write(copy)
            let reader = try RecordingReader(opening: damaged.path)
            #expect(reader.damages.isEmpty, "bit \(bit)")
            let isInTrailer = bit / 8 >= bytes.count - 24
            #expect(reader.ticks.count { $0.isMended } == (isInTrailer ? 0 : 1), "bit \(bit)")
            #expect(reader.isClosed, "bit \(bit)")
            #expect(damaged.readAll(reader) == readings, "bit \(bit)")
        }
    }

    @Test func `after a hole the recording goes on at the next keyframe, and the hole is told`()
        throws
    {
        let file = try TemporaryFile()
        // Two groups: a restart of the server begins a new one.
        _ = try file.record(Incident.readings)
        var bytes = try file.bytes()
        let reader = try RecordingReader(opening: file.path)
        let start = Int(reader.ticks[3].end)
        for index in start..<(start + 40) { bytes[index] = 0 }
        let damaged = try TemporaryFile()
        try damaged.write(bytes)
        let repaired = try RecordingReader(opening: damaged.path)
        #expect(repaired.damages.count == 1)
        #expect(repaired.damages[0].bytes.lowerBound == start)
        let read = damaged.readAll(repaired)
        #expect(read.prefix(4) == Incident.readings.prefix(4))
        #expect(read.last == Incident.readings.last)
        #expect(read.count < Incident.readings.count)
    }

    @Test func `a part pasted in twice is read once`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.readings)
        let bytes = try file.bytes()
        let ends = try RecordingReader(opening: file.path).ticks.map { Int($0.end) }
        let pasted = try TemporaryFile()
        let headerLength = Int(bytes[12]) | Int(bytes[13]) << 8
        try pasted.write(bytes + bytes[headerLength..<ends[20]])
        let reader = try RecordingReader(opening: pasted.path)
        #expect(pasted.readAll(reader) == Self.readings)
        #expect(!reader.damages.isEmpty)
    }

    @Test func `files of any bytes are refused or read, never trapped on`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.readings)
        var mutations = Mutations(of: try file.bytes(), seed: 77)
        let damaged = try TemporaryFile()
        for _ in 0..<300 {
            try damaged.write(mutations.next())
            if let reader = try? RecordingReader(opening: damaged.path) {
                _ = damaged.readAll(reader)
            }
        }
    }

    @Test func `what is no recording is said to be none`() throws {
        let file = try TemporaryFile()
        for (bytes, problem) in [
            ([], "is not a recording"),
            (Array("hello world, this is text".utf8), "is not a recording"),
        ] as [([UInt8], String)] {
            try file.write(bytes)
            #expect { try RecordingReader(opening: file.path) } throws: {
                "\($0)".contains(problem)
            }
        }
        #expect { try RecordingReader(opening: "/nonexistent/x.hits") } throws: {
            "\($0)".contains("No such file")
        }
        #expect { try RecordingReader(opening: "/proc") } throws: {
            "\($0)".contains("not a regular file")
        }
    }

    @Test func `a recording of a newer version is not misread`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.readings)
        var bytes = try file.bytes()
        bytes[8] = 2
        // The header's own checksum is made again, as a newer program would.
        try file.write(file.withHeaderSum(bytes))
        #expect { try RecordingReader(opening: file.path) } throws: { error in
            "\(error)".contains("made by a newer version (format 2); upgrade, or record again")
        }
    }

    @Test func `a recording that lost its header is still read`() throws {
        let file = try TemporaryFile()
        _ = try file.record(Self.readings)
        var bytes = try file.bytes()
        for index in 24..<60 { bytes[index] ^= 0xFF }
        try file.write(bytes)
        let reader = try RecordingReader(opening: file.path)
        #expect(file.readAll(reader) == Self.readings)
    }
}
