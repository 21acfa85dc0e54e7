import Polling
import TestSupport
import Testing

/// Sizes beside those of the reference implementation, `lz4.block.compress` of liblz4 1.9.4.
struct PackedSizeTests {
    @Test func `text that repeats is as small as the reference makes it, give or take a tenth`() {
        let rows = (0..<40).map { row in
            #"{"id":\#(1_000 + row * 37),"title":"post number \#(row)","votes":\#(row * row),"tags":["swift","redis"]}"#
        }
        let json = Array(("[" + rows.joined(separator: ",") + "]").utf8)
        #expect(json.count == 2_945)
        #expect(abs(Double(PackedSize.of(json)) / 725 - 1) < 0.1, "\(PackedSize.of(json))")
        let runs = [UInt8](repeating: 7, count: 4_096)
        #expect(abs(PackedSize.of(runs) - 26) <= 2, "\(PackedSize.of(runs))")
    }

    @Test func `what is random becomes no smaller`() {
        var random = SeededGenerator(seed: 4)
        let noise = (0..<4_096).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect((4_096...4_120).contains(PackedSize.of(noise)))
        for count in 0..<20 {
            #expect(
                PackedSize.of([UInt8](noise.prefix(count))) == count + 1 + (count >= 15 ? 1 : 0)
            )
        }
    }
}
