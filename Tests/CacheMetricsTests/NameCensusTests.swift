import CacheMetrics
import TestSupport
import Testing

/// A census of names whose keys' sizes are known.
struct NameCensusTests {
    /// Three families: many small ones of even size, fewer of very different size, and a handful of
    /// huge ones, which have half of all bytes.
    private static let truth: [(name: String, bytes: Int64)] = {
        var random = SeededGenerator(seed: 9)
        let even = (0..<9_000).map { ("flag:\($0)", Int64(50 + $0 % 5)) }
        let uneven = (0..<6_000).map { number in
            let isLarge = Int.random(in: 0..<5, using: &random) == 0
            return (
                "page:\(number):html",
                Int64.random(in: 200...900, using: &random) * (isLarge ? 8 : 1)
            )
        }
        let huge = (0..<40).map { ("blob:\($0)", Int64(100_000 + 4_000 * $0)) }
        return (even + uneven + huge).shuffled(using: &random)
    }()

    private static let sizes = Dictionary(
        uniqueKeysWithValues: truth.map { (Array($0.name.utf8), $0.bytes) }
    )

    private func key(_ name: [UInt8]) -> SurveyedKey {
        var key = SurveyedKey(key: name, keyLength: Int64(name.count), seenMilliseconds: 0)
        key.memoryBytes = Self.sizes[name]
        key.type = Array("string".utf8)
        key.timeToLiveMilliseconds = name.starts(with: Array("flag".utf8)) ? -1 : 60_000
        return key
    }

    private func census(questions: Int = 1_200) -> (census: NameCensus, asked: [[UInt8]]) {
        var census = NameCensus(questions: questions)
        for (name, _) in Self.truth { census.add(Array(name.utf8)) }
        var asked: [[UInt8]] = []
        while !census.isDone {
            let names = census.nextQuestions()
            asked += names
            for name in names { census.learn(key(name)) }
        }
        return (census, asked)
    }

    private func count(_ names: [[UInt8]], _ prefix: String) -> Int {
        names.count { $0.starts(with: Array(prefix.utf8)) }
    }

    private func bytes(_ prefix: String) -> Double {
        Self.truth.filter { $0.name.hasPrefix(prefix) }.reduce(0) { $0 + Double($1.bytes) }
    }

    @Test func `every name counts, and few are asked about`() throws {
        let (census, asked) = census()
        #expect(census.names == 15_040)
        #expect(asked.count <= 1_200 && asked.count > 1_150)
        #expect(Set(asked).count == asked.count)
        let rows = census.table(ofPopulation: 15_040).rows
        let keys = Dictionary(
            uniqueKeysWithValues: rows.map {
                (String(decoding: $0.template ?? [], as: UTF8.self), $0.keys)
            }
        )
        #expect(keys["flag:*"] == Estimate(exactly: 9_000))
        #expect(keys["page:*:html"] == Estimate(exactly: 6_000))
        #expect(keys["blob:*"] == Estimate(exactly: 40))
    }

    @Test func `all keys of a small template are asked about, and most where sizes vary most`()
        throws
    {
        let (census, asked) = census()
        #expect(count(asked, "blob:") == 40)
        #expect(count(asked, "flag:") <= 110)
        #expect(count(asked, "page:") > 900)
        let rows = census.table(ofPopulation: 15_040).rows
        let blobs = try #require(rows.first { $0.template == Array("blob:*".utf8) })
        #expect(blobs.bytes == Estimate(exactly: bytes("blob:")))
    }

    @Test func `intervals hold the truth as often as they say`() async {
        let truth = ["flag:*": bytes("flag:"), "page:*:html": bytes("page:")]
        var (held, told, totalHeld) = (0, 0, 0)
        let runs = 25
        for _ in 0..<runs {
            await Task.yield()
            // A sample is by the hashes of this process: other names make another sample.
            var census = NameCensus(questions: 600)
            let mark = UInt8.random(in: 0x61...0x7A)
            let salt = Array("\(UInt32.random(in: 0...UInt32.max))".utf8) + [mark]
            for (name, _) in Self.truth { census.add(Array(name.utf8) + Array(":".utf8) + salt) }
            while !census.isDone {
                for name in census.nextQuestions() {
                    var learned = key(Array(name.dropLast(salt.count + 1)))
                    learned.key = name
                    census.learn(learned)
                }
            }
            let (rows, total) = census.table(ofPopulation: 15_040)
            for row in rows {
                let name = String(decoding: row.template ?? [], as: UTF8.self)
                guard let own = truth.first(where: { name.hasPrefix($0.key) })?.value,
                    let bytes = row.bytes
                else { continue }
                told += 1
                held += bytes.low <= own && own <= bytes.high ? 1 : 0
            }
            let all = truth.values.reduce(bytes("blob:"), +)
            totalHeld += total.bytes.map { $0.low <= all && all <= $0.high } == true ? 1 : 0
        }
        #expect(told == 2 * runs)
        // 95 %, and more than three times what chance may move it by.
        #expect(Double(held) / Double(told) > 0.84, "\(held) of \(told)")
        #expect(Double(totalHeld) / Double(runs) > 0.79, "\(totalHeld) of \(runs)")
    }

    @Test func `a census that was stopped tells shares with their error, and no bytes`() throws {
        var census = NameCensus(questions: 100)
        for (name, _) in Self.truth.prefix(5_000) { census.add(Array(name.utf8)) }
        _ = census.nextQuestions()
        let (rows, total) = census.table(ofPopulation: 15_040)
        let flags = try #require(rows.first { $0.template == Array("flag:*".utf8) })
        #expect(flags.keys.low < 9_000 && 9_000 < flags.keys.high)
        #expect(rows.allSatisfy { $0.bytes == nil } && total.bytes == nil)
        #expect(total.keys == Estimate(exactly: 15_040))
    }

    @Test func `names of few keys are not told where names are hidden`() {
        let (census, _) = census()
        var small = census
        small.add(Array("secret".utf8))
        let rows = small.table(ofPopulation: 15_041, hidesKeys: true).rows
        #expect(!rows.contains { $0.template == Array("secret".utf8) })
        #expect(rows.reduce(0) { $0 + $1.keys.value } == 15_041)
        let alias = String(decoding: small.alias(of: Array("secret".utf8)), as: UTF8.self)
        #expect(alias.hasPrefix("(no pattern)#"))
    }
}
