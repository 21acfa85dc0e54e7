import ArgumentParser
import RESP
import TestSupport

/// Whether the decoder survives whatever it is fed.
struct FuzzBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Feed the decoder mutated replies, and every reply cut at every offset."
    )

    @Option(help: "How many mutated replies.")
    var count = 10_000_000
    @Option(help: "The seed of the mutations.")
    var seed: UInt64 = 2_026

    func run() async throws {
        try cutEverywhere()
        let start = ContinuousClock.now
        // Long replies say little more than short ones do and take most of the time.
        let originals = try Fixture.replies.map { try $0.bytes }.filter { $0.count <= 4_096 }
        var outcomes: (values: Int, waits: Int, errors: Int) = (0, 0, 0)
        for (index, original) in originals.enumerated() {
            var mutations = Mutations(of: original, seed: seed &+ UInt64(index))
            for _ in 0..<(count / originals.count + 1) {
                feed(mutations.next(), &outcomes)
            }
        }
        let total = outcomes.values + outcomes.waits + outcomes.errors
        print("\(total) mutated replies: \(outcomes.values) values, \(outcomes.waits) incomplete,")
        print(
            "\(outcomes.errors) refused; no trap, \(Int(start.duration(to: .now) / .seconds(1))) s"
        )
    }

    private func feed(_ bytes: [UInt8], _ outcomes: inout (values: Int, waits: Int, errors: Int)) {
        var decoder = RESPDecoder()
        // In two pieces, so that what is kept between them is fed as well.
        decoder.append(bytes[..<(bytes.count / 2)])
        do {
            _ = try decoder.next()
            decoder.append(bytes[(bytes.count / 2)...])
            var found = false
            while try decoder.next() != nil { found = true }
            if found { outcomes.values += 1 } else { outcomes.waits += 1 }
        } catch {
            outcomes.errors += 1
        }
    }

    private func cutEverywhere() throws {
        let start = ContinuousClock.now
        var cuts = 0
        for fixture in Fixture.replies {
            let bytes = try fixture.bytes
            var whole = RESPDecoder()
            whole.append(bytes[...])
            let expected = try whole.next()
            for cut in bytes.indices {
                var decoder = RESPDecoder()
                decoder.append(bytes[..<cut])
                let early = try decoder.next()
                decoder.append(bytes[cut...])
                guard early == nil, try decoder.next() == expected, expected != nil else {
                    throw ValidationError("\(fixture.path) cut at \(cut) gives something else")
                }
                cuts += 1
            }
        }
        let seconds = Int(start.duration(to: .now) / .seconds(1))
        print(
            "\(Fixture.replies.count) replies cut at every offset: \(cuts) cuts, same value, \(seconds) s"
        )
    }
}
