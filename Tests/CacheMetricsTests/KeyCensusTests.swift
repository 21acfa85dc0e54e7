import CacheMetrics
import Glibc
import TestSupport
import Testing

struct KeyCensusTests {
    /// A key space whose sizes are known: small and even, or skewed.
    private struct Truth {
        let keys: [SurveyedKey]

        init(_ count: Int, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            keys = (0..<count).map { index in
                let name = index % 3 == 0 ? "user:\(index):profile" : "cache:item:\(index)"
                let bytes = Array(name.utf8)
                var key = SurveyedKey(KeyName(bytes))
                let isBig = index % 3 != 0 && Int.random(in: 0..<10, using: &random) == 0
                key.memoryBytes = Int64.random(in: 80...400, using: &random) * (isBig ? 12 : 1)
                key.type = Array((index % 3 == 0 ? "hash" : "string").utf8)
                key.timeToLiveMilliseconds = index % 3 == 0 ? -1 : Int64(index % 1_000 * 1_000)
                return key
            }
        }

        func bytes(_ isProfile: Bool) -> Double {
            let own = keys.filter { $0.type == Array((isProfile ? "hash" : "string").utf8) }
            return own.reduce(0) { $0 + Double($1.memoryBytes ?? 0) }
        }
    }

    private func rows(_ keys: some Sequence<SurveyedKey>, of population: Int) -> [PatternTable.Row]
    {
        var census = KeyCensus()
        for key in keys { census.add(key) }
        return census.table(at: 0).rows(ofPopulation: UInt64(population))
    }

    private func name(_ row: PatternTable.Row) -> String {
        String(decoding: row.template ?? [], as: UTF8.self)
    }

    @Test func `names that begin to come after a long time have a template soon`() {
        var census = KeyCensus(learningFrom: 1_000)
        let names = (0..<50_000).map { "cache:item:\($0)" }
        let later = (0..<2_000).map { $0 % 3 == 0 ? "lock:order:\($0)" : "cache:item:\($0)" }
        for name in names + later {
            let bytes = Array(name.utf8)
            census.add(
                SurveyedKey(KeyName(bytes))
            )
        }
        let templates = census.table(at: 0).patterns.map(\.template)
        #expect(templates.contains(Array("lock:order:*".utf8)))
    }

    @Test func `a complete sweep is exact`() throws {
        let truth = Truth(3_000, seed: 3)
        let rows = rows(truth.keys, of: 3_000)
        #expect(rows.map { name($0) } == ["cache:item:*", "user:*:profile"])
        #expect(rows.map(\.keys) == [Estimate(exactly: 2_000), Estimate(exactly: 1_000)])
        let bytes = [truth.bytes(false), truth.bytes(true)].map { Estimate(exactly: $0) }
        #expect(rows.map(\.bytes) == bytes)
        #expect(rows[0].group.commonType == .string)
        #expect(rows[0].group.lastingShare == 0)
        #expect(rows[1].group.lastingShare == 1)
        #expect(rows[1].pattern.medianSeconds == nil)
        #expect(rows[0].pattern.medianSeconds.map { (300...700).contains($0) } == true)
    }

    @Test func `intervals of a sample hold the truth as often as they say`() async {
        let truth = Truth(12_000, seed: 5)
        var random = SeededGenerator(seed: 6)
        let expected = [truth.bytes(false), truth.bytes(true)]
        var (keysHeld, bytesHeld, count, told) = (0, 0, 0, 0)
        for _ in 0..<80 {
            await Task.yield()
            let sample = truth.keys.shuffled(using: &random).prefix(600)
            for row in rows(sample, of: truth.keys.count) {
                let isProfile = name(row) == "user:*:profile"
                let own = isProfile ? 4_000.0 : 8_000
                keysHeld += row.keys.low <= own && own <= row.keys.high ? 1 : 0
                count += 1
                guard let bytes = row.bytes else { continue }
                let all = expected[isProfile ? 1 : 0]
                bytesHeld += bytes.low <= all && all <= bytes.high ? 1 : 0
                told += 1
            }
        }
        #expect(told > count / 2)
        // 95 % of 160, and three times the 1.7 % by which chance may move it.
        for (held, of) in [(keysHeld, count), (bytesHeld, told)] {
            #expect((0.898...1).contains(Double(held) / Double(of)), "\(held) of \(of)")
        }
    }

    @Test func `too few keys to say how many bytes is said to be that`() {
        let truth = Truth(9, seed: 3)
        let rows = rows(truth.keys, of: 1_000_000)
        #expect(rows.allSatisfy { $0.bytes == nil })
        #expect(rows.allSatisfy { $0.keys.high > $0.keys.value * 1.2 })
    }

    @Test func `a name of its own is one key, however little was seen`() {
        var board = SurveyedKey(KeyName(Array("trending".utf8)))
        board.memoryBytes = 50_000
        let rows = rows(Truth(99, seed: 3).keys + [board], of: 1_000_000)
        let row = rows.first { name($0) == "trending" }
        #expect(row?.keys == Estimate(exactly: 1))
        #expect(row?.bytes == Estimate(exactly: 50_000))
    }

    @Test func `a slice that is walked over again is told as it was until it is done`() {
        let truth = Truth(4_000, seed: 3)
        var census = KeyCensus(slices: 4)
        for sweep in 0..<3 {
            for slice in 0..<4 {
                census.begin(slice: slice)
                for key in truth.keys[(slice * 1_000)..<(slice * 1_000 + 1_000 - sweep)] {
                    census.add(key)
                }
                if sweep == 0 { census.settle() }
                // Of the slice under way the older count stands, of those before it the newer.
                let told = sweep == 0 ? 1_000 * (slice + 1) : 4_000 - 4 * (sweep - 1) - slice
                #expect(census.table(at: 0).sampled == UInt64(told))
            }
            census.endSweep()
            #expect(census.table(at: 0).sampled == UInt64(4_000 - 4 * sweep))
        }
        #expect(census.keysSeen == 11_988)
        census.begin(slice: 0)
        census.passOver([1, 2, 3])
        census.add(truth.keys[0])
        #expect(census.table(at: 0).sampled == 3_992)
        census.endSweep()
        #expect(census.table(at: 0).sampled == 1)
    }

    @Test func `few keys are told as one sweep found them, wherever its steps fell`() {
        let truth = Truth(300, seed: 3)
        var census = KeyCensus(slices: 4)
        census.tellsWholeSweeps = true
        // The steps of the second sweep are longer: they reach into slices they do not begin in.
        for steps in [[0: 0..<100, 1: 100..<200, 3: 200..<300], [0: 0..<140, 2: 140..<290]] {
            for (slice, range) in steps.sorted(by: { $0.key < $1.key }) {
                census.begin(slice: slice)
                for key in truth.keys[range] { census.add(key) }
                let isFirst = steps.count == 3
                #expect(census.table(at: 0).sampled == UInt64(isFirst ? range.upperBound : 300))
            }
            census.passOver(steps.count == 3 ? [2] : [1, 3])
            census.endSweep()
        }
        #expect(census.table(at: 0).sampled == 290)
        // Where there are soon more keys than were told, nobody waits for the end of the sweep.
        census.begin(slice: 0)
        for key in truth.keys[0..<290] { census.add(key) }
        #expect(census.table(at: 0).sampled == 290)
        for key in truth.keys[290..<300] { census.add(key) }
        #expect(census.table(at: 0).sampled > 290)
    }

    @Test func `a family of keys that appears later gets a pattern of its own`() {
        var census = KeyCensus(slices: 2)
        for key in Truth(24_000, seed: 3).keys { census.add(key) }
        #expect(census.table(at: 0).patterns.count == 2)
        census.begin(slice: 1)
        for index in 0..<24_000 {
            let name = Array("job:\(index):state".utf8)
            census.add(SurveyedKey(KeyName(name)))
        }
        // Those that came before the pattern was known are counted until their slice is renewed.
        let before = census.table(at: 0)
        #expect(before.sampled == 48_000)
        census.begin(slice: 1)
        census.begin(slice: 1)
        for index in 0..<100 {
            let name = Array("job:\(index):state".utf8)
            census.add(SurveyedKey(KeyName(name)))
        }
        let names = census.table(at: 0).patterns.map {
            String(decoding: $0.template, as: UTF8.self)
        }
        #expect(Set(names) == ["cache:item:*", "user:*:profile", "job:*:state"])
    }

    @Test func `a few big keys in a part of the key space say that there is more, not how much`() {
        var keys = Truth(3_000, seed: 3).keys
        for index in 0..<3 { keys[index * 900].memoryBytes = 4_000_000 }
        let part = rows(keys, of: 30_000)
        let profiles = part.first { name($0) == "user:*:profile" }
        #expect(profiles?.bytes == nil)
        #expect(profiles.map { $0.group.bytesSeen > 8_000_000 } == true)
        // Once all were met, nothing is left to guess.
        #expect(rows(keys, of: 3_000).allSatisfy { $0.bytes?.isExact == true })
    }

    @Test func `bytes that the ledger has and the keys met have not are in keys not met`() throws {
        let truth = Truth(6_000, seed: 3)
        var census = KeyCensus()
        for key in truth.keys.prefix(3_000) { census.add(key) }
        let table = census.table(at: 0)
        let bytes = truth.bytes(false) + truth.bytes(true)
        #expect(table.remainder(ofLedger: bytes, population: 6_000) == nil)
        let rest = table.remainder(ofLedger: bytes + 4_000_000, population: 6_000)
        #expect(rest.map { abs($0 - 4_000_000) < 0.1 * bytes } == true)
        // Any pattern may own them: each may take so much more.
        let (before, after) = (
            table.rows(ofPopulation: 6_000, ledger: bytes),
            table.rows(ofPopulation: 6_000, ledger: bytes + 4_000_000)
        )
        #expect(before.count == 2 && before.allSatisfy { $0.bytes != nil })
        for (row, wider) in zip(before, after) {
            #expect(row.bytes == wider.bytes)
            #expect(row.unmetBytes == 0)
            #expect((4_000_000...4_000_000 + 0.15 * bytes).contains(wider.unmetBytes ?? 0))
        }
        // What was met is there, and nothing is unknown of it.
        for key in truth.keys.dropFirst(3_000) { census.add(key) }
        let whole = census.table(at: 0).rows(ofPopulation: 6_000, ledger: bytes + 4_000_000)
        #expect(whole.allSatisfy { $0.bytes?.isExact == true && $0.unmetBytes == 0 })
    }

    @Test(arguments: [(1.2, false), (1.5, false), (2.6, true), (3.5, true)])
    func `no interval is told of sizes whose tail is so heavy that no sample has it`(
        exponent: Double,
        isTold: Bool
    ) {
        var told = 0
        for seed in 0..<20 {
            var random = SeededGenerator(seed: UInt64(seed))
            var census = KeyCensus()
            for number in 0..<3_000 {
                let name = Array("page:\(number)".utf8)
                var key = SurveyedKey(KeyName(name))
                let chance = Double.random(in: 1e-9..<1, using: &random)
                key.memoryBytes = Int64(60 / pow(chance, 1 / exponent))
                census.add(key)
            }
            let rows = census.table(at: 0).rows(ofPopulation: 100_000)
            told += rows.first?.bytes == nil ? 0 : 1
        }
        #expect(isTold ? told >= 16 : told <= 1)
    }

    @Test(arguments: [
        ("app:*:id", "app:7:id", true), ("app:*:id", "app:7:8:id", true), ("app:*", "app:", true),
        ("app:*:id", "app:7:name", false), ("*", "", true), ("a*b*c", "aXbYbZc", true),
        ("a*b*c", "aXcYb", false), ("abc", "abcd", false), ("", "a", false),
    ])
    func `a pattern that was given matches as it reads`(glob: String, name: String, fits: Bool) {
        #expect(NameGlob(Array(glob.utf8)).matches(Array(name.utf8)) == fits)
    }

    @Test func `patterns that were given come first, and names can be hidden behind them`() {
        let truth = Truth(3_000, seed: 3)
        var census = KeyCensus(namespaces: [NameGlob(Array("*profile".utf8))])
        for key in truth.keys { census.add(key) }
        census.settle()
        let rows = census.table(at: 0).rows(ofPopulation: 3_000)
        #expect(rows.map { name($0) } == ["cache:item:*", "*profile"])
        #expect(rows[1].keys == Estimate(exactly: 1_000))
        let alias = census.alias(of: KeyName(Array("cache:item:77".utf8)))
        #expect(alias.starts(with: Array("cache:item:*#".utf8)))
        #expect(alias != census.alias(of: KeyName(Array("cache:item:78".utf8))))
        #expect(alias == census.alias(of: KeyName(Array("cache:item:77".utf8))))
        let lonely = Array("pw-reset:carol".utf8)
        census.add(SurveyedKey(KeyName(lonely)))
        let told = census.table(at: 0, hidesKeys: true).rows(ofPopulation: 3_001)
        #expect(told.map { name($0) } == ["cache:item:*", "*profile", ""])
        #expect(census.alias(of: KeyName(lonely)).starts(with: "(no pattern)#".utf8))
        #expect(
            census.alias(of: KeyName(Array("nobody@example.com".utf8))).starts(
                with: "(no pattern)#".utf8
            )
        )
    }

    @Test func `no keys are no rows`() {
        #expect(rows([], of: 0).isEmpty)
    }
}
