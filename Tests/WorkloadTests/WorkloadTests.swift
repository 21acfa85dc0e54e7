import RESP
import Testing
import Workload

struct WorkloadTests {
    @Test(arguments: ScenarioCatalog.all.map(\.name), Scenario.Form.allCases)
    func `the same seed gives the same traffic`(name: String, form: Scenario.Form) throws {
        let scenario = try #require(ScenarioCatalog.all.first { $0.name == name })
        func traffic() -> [[RESPCommand]] {
            var dice = Dice(seed: 4)
            return (0..<200).map { step in
                let instant = Instant(seconds: Double(step), wallSeconds: 1_000 + Double(step))
                let request = scenario.request(&dice, instant, form)
                return request.commands + request.followUp(request.commands.map { _ in .null })
            }
        }
        #expect(traffic() == traffic())
        #expect(traffic().allSatisfy { !$0.isEmpty })
    }

    @Test func `names and summaries are there, each name once`() {
        #expect(Set(ScenarioCatalog.all.map(\.name)).count == ScenarioCatalog.all.count)
        #expect(ScenarioCatalog.all.allSatisfy { !$0.summary.isEmpty && $0.weight > 0 })
    }

    @Test func `a miss is looked up and kept, a hit is not`() {
        var dice = Dice(seed: 1)
        let request = Scenario.cacheAside.request(
            &dice,
            Instant(seconds: 0, wallSeconds: 0),
            .healthy
        )
        let names = { (commands: [RESPCommand]) in
            commands.map { String(decoding: $0.words[0], as: UTF8.self) }
        }
        #expect(names(request.commands) == ["GET"])
        #expect(names(request.followUp([.null])) == ["INCR", "SETEX"])
        #expect(names(request.followUp([.bulk([1])])) == ["INCR"])
    }

    @Test(arguments: [3, 2])
    func `what was read of a stream is acknowledged, in order`(version: Int) {
        var dice = Dice(seed: 1)
        let request = Scenario.stream.request(
            &dice,
            Instant(seconds: 0, wallSeconds: 0),
            .healthy
        )
        let entries = RESPValue.array(
            ["1-1", "1-2"].map { .array([.bulk(Array($0.utf8)), .array([])]) }
        )
        let stream = RESPValue.bulk(Array("orders:events".utf8))
        let read =
            version == 3 ? RESPValue.map([stream, entries]) : .array([.array([stream, entries])])
        let words = request.followUp([.null, read]).flatMap(\.words)
        #expect(
            words.map { String(decoding: $0, as: UTF8.self) } == [
                "XACK", "orders:events", "billing", "1-1", "1-2",
            ]
        )
        #expect(request.followUp([.null, .null]).isEmpty)
    }

    @Test func `products all expire on the full minute`() {
        var dice = Dice(seed: 1)
        for second in stride(from: 1_200.0, to: 1_260, by: 7) {
            let request = Scenario.expiryWave.request(
                &dice,
                Instant(seconds: 0, wallSeconds: second),
                .sick
            )
            #expect(request.followUp([.null]).last?.words.last == Array("1260".utf8))
        }
    }

    @Test func `ranks follow Zipf's law`() {
        let law = Zipf(count: 1_000, exponent: 1)
        var dice = Dice(seed: 9)
        var counts = [Int](repeating: 0, count: 1_000)
        for _ in 0..<200_000 { counts[law.rank(using: &dice)] += 1 }
        // The harmonic number of 1,000 is 7.485: the first gets 1/7.485 of all, the tenth a tenth of that.
        #expect(abs(Double(counts[0]) / 200_000 - 0.1336) < 0.005)
        #expect(abs(Double(counts[9]) / 200_000 - 0.01336) < 0.002)
    }
}
