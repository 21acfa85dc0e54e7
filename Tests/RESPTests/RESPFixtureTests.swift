import RESP
import TestSupport
import Testing

/// Replies of five real servers, in both protocols.
struct RESPFixtureTests {
    @Test(arguments: Fixture.replies)
    func `a captured reply is one value, whole or byte by byte`(fixture: Fixture) throws {
        let bytes = try fixture.bytes
        let whole = try messages(bytes)
        #expect(whole.count == 1)
        #expect(try messages(bytes, cutAt: Array(0...bytes.count)) == whole)
    }

    /// `Tests/Benchmarks fuzz` tries every offset of the long ones too, which takes a release build.
    @Test(arguments: Fixture.replies)
    func `a captured reply survives a cut at any offset`(fixture: Fixture) throws {
        let bytes = try fixture.bytes
        let whole = try messages(bytes)
        let step = max(1, bytes.count / 128)
        for cut in stride(from: bytes.count % step, to: bytes.count, by: step) {
            var decoder = RESPDecoder()
            decoder.append(bytes[..<cut])
            #expect(try decoder.next() == nil)
            decoder.append(bytes[cut...])
            guard let message = try decoder.next() else {
                Issue.record("nothing after a cut at \(cut)")
                return
            }
            guard message == whole.first else {
                Issue.record("another value after a cut at \(cut)")
                return
            }
        }
    }

    @Test(arguments: Fixture.replies)
    func `mutated replies end in a value, a wait or an error`(fixture: Fixture) throws {
        var mutations = Mutations(of: try fixture.bytes, seed: 2026)
        for _ in 0..<100 {
            var decoder = RESPDecoder()
            decoder.append(mutations.next())
            while let message = try? decoder.next() { _ = message }
        }
    }
}
