import CacheMetrics
import Foundation
import Recording
import TestSupport
import Testing

/// Frames whose checksums are right and whose contents nobody wrote.
struct ForgedFrameTests {
    private static let marker: [UInt8] = [0xD3, 0x4B, 0x9C, 0x1E, 0xE7, 0xA0, 0x5F, 0x62]

    /// Castagnoli's checksum, bit by bit, so that it does not lean on the one it forges.
    private func checksum(_ bytes: ArraySlice<UInt8>, seed: UInt32 = 0) -> UInt32 {
        ~bytes.reduce(~seed) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum >> 1 ^ (sum & 1 == 1 ? 0x82F6_3B78 : 0)
            }
        }
    }

    private func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// A keyframe with other contents and the checksums that fit them.
    private func forged(_ frame: [UInt8], payload: [UInt8]) -> [UInt8] {
        var header = Array(frame[..<56])
        header.replaceSubrange(12..<16, with: little(UInt32(payload.count)))
        header.replaceSubrange(48..<52, with: little(checksum(payload[...])))
        header.replaceSubrange(52..<56, with: little(checksum(header[..<52], seed: 0x4849_5453)))
        return header + payload
    }

    /// The first keyframe of a recording of the churn stream, and what is in front of it.
    private func original() throws -> (start: [UInt8], frame: [UInt8]) {
        let file = try TemporaryFile()
        _ = try file.record(Array(try InfoStream("churn").readings(of: NodeID("n")).prefix(1)))
        let bytes = try file.bytes()
        let place = try #require(bytes.firstRange(of: Self.marker)).lowerBound
        // The last 24 bytes are those of an orderly end.
        return (Array(bytes[..<place]), Array(bytes[place...].dropLast(24)))
    }

    @Test func `the checksums of a forger are those of the program`() throws {
        let (_, frame) = try original()
        #expect(forged(frame, payload: Array(frame[56...])) == frame)
    }

    @Test(.timeLimit(.minutes(4)), arguments: 0..<4)
    func `no contents trap, and none unfold without end`(seed: UInt64) async throws {
        let (start, frame) = try original()
        var mutations = Mutations(of: Array(frame[56...]), seed: seed)
        let file = try TemporaryFile()
        var read = 0
        for _ in 0..<150 {
            await Task.yield()
            try file.write(start + forged(frame, payload: mutations.next()))
            guard let reader = try? RecordingReader(opening: file.path) else { continue }
            for reading in file.readAll(reader) {
                guard case .sample(let sample) = reading.content else { continue }
                #expect(sample.info.bytes.count <= 8 << 20)
            }
            read += 1
        }
        #expect(read > 0)
    }

    @Test(.timeLimit(.minutes(4)))
    func `a file of nothing but beginnings of keyframes is soon given up`() throws {
        let (start, _) = try original()
        let file = try TemporaryFile()
        try file.write(start + (0..<2_000).flatMap { _ in Self.marker })
        #expect(throws: RecordingError.self) { try RecordingReader(opening: file.path) }
    }
}
