import CacheMetrics
import TestSupport
import Testing

struct NodeHistoryTests {
    private func node(_ readings: [Reading]) throws -> NodeHistory {
        var history = History()
        readings.forEach { history.fold($0) }
        return try #require(history[NodeID("n")])
    }

    @Test func `an outage is one gap and one mark, however long it lasts`() throws {
        let node = try node([
            .sample(0, ["expired_keys": "0"]), .sample(1, ["expired_keys": "5"]), .outage(2),
            .outage(3), .outage(4),
            .sample(5, ["expired_keys": "90"]), .sample(6, ["expired_keys": "95"]),
        ])
        #expect(node.marks.map(\.kind) == [.outage])
        #expect(node.outage == nil)
        let rates = node.metrics.buckets(of: .expired, beats: 1, count: 7, endingBefore: 7)
        #expect(rates == [nil, 5, nil, nil, nil, nil, 5])
    }

    @Test func `a restart behind an outage is noted on its mark`() throws {
        let node = try node([
            .sample(0, ["run_id": "a"]), .outage(1),
            .sample(2, ["run_id": "b", "uptime_in_seconds": "1"]),
        ])
        #expect(node.marks.count == 1)
        #expect(node.marks[0].kind == .outage)
        #expect(node.marks[0].aftermath == .restart)
    }

    @Test func `a reset without an outage has a mark of its own`() throws {
        let node = try node([.sample(0, ["evicted_keys": "9"]), .sample(1, ["evicted_keys": "0"])])
        #expect(node.marks.map(\.kind) == [.discontinuity(.countersReset)])
    }

    @Test func `what was last known stays known through an outage`() throws {
        let node = try node([.sample(0, ["used_memory": "77"]), .outage(1)])
        #expect(node.outage?.cause == .refused)
        #expect(node.metrics.latest(.usedMemory) == 77)
        #expect(node.interval?.later.moment == .beat(0))
    }

    @Test func `folding the last hour gives what folding everything gives`() throws {
        let readings = (0..<5_000).map { beat -> Reading in
            beat % 97 == 13
                ? .outage(Int64(beat))
                : .sample(
                    Int64(beat),
                    ["used_memory": "\(beat * 7 % 1_000)", "evicted_keys": "\(beat * 3)"]
                ) { sample in
                    let rows = (0..<3).map { place -> Board.Row in
                        let score = beat * (place + 1) % 500
                        return Board.Row(KeyName([UInt8(place)]), score: Double(score))
                    }
                    sample.boards = [Board(key: [1], state: .read, memberCount: 3, rows: rows)]
                }
        }
        let whole = try node(readings)
        let part = try node(Array(readings.suffix(MetricHistory.length + 120)))
        #expect(whole.marks == part.marks)
        for metric in [Metric.usedMemory, .evicted] {
            let since = Int64(5_000 - MetricHistory.length)
            let (one, other) = (
                whole.metrics.values(of: metric, since: since),
                part.metrics.values(of: metric, since: since)
            )
            #expect(one.elementsEqual(other) { $0 == $1 })
        }
        for member in [UInt8](0..<3) {
            let changes = [whole, part].map {
                $0.boards[[1]]?.change(of: [member], score: 500, over: 3_600, at: 4_999)
            }
            #expect(changes[0] != nil && changes[0] == changes[1])
        }
    }

    @Test func `nodes are kept apart, in the order they were heard of`() {
        var history = History()
        history.fold(.sample(0, [:], of: "b"))
        history.fold(.outage(0, of: "a"))
        history.fold(.sample(1, [:], of: "b"))
        #expect(history.nodes.map(\.node.name) == ["b", "a"])
        #expect(history.nodes[0].metrics.count == 2)
        #expect(history.nodes[1].metrics.count == 0)
    }

    @Test func `a number is not told as current five beats after the server was heard last`() {
        func current(after seconds: Int64) -> Double? {
            let outage = Outage(
                cause: .timeout,
                lastedMicroseconds: seconds * 1_000_000,
                attempts: 1,
                retryMicroseconds: 0
            )
            var history = History()
            for beat in 0..<2 as Range<Int64> {
                history.fold(.sample(beat, ["used_memory": "77"]))
            }
            history.fold(
                Reading(
                    node: history.nodes[0].node,
                    moment: .beat(1 + seconds),
                    content: .outage(outage)
                )
            )
            return history.nodes[0].current(.usedMemory)
        }
        #expect(current(after: 5) == 77)
        #expect(current(after: 6) == nil)
    }

    @Test func `the parts of keys in all traffic are no more than all of it`() throws {
        var survey = KeySurvey(method: .idleTime)
        survey.hottest = ([1_000, 3_000] as [Int64]).map { quiet in
            var looks = IdleLooks()
            for _ in 0..<20 { looks.addUse(within: 500) }
            looks.quietMilliseconds = quiet
            var key = SurveyedKey(KeyName([UInt8(quiet / 1_000)]))
            (key.idleSeconds, key.idleLooks) = (0, looks)
            return key
        }
        let rates = survey.hottest.compactMap { survey.rate(of: $0)?.perSecond }
        func shares(commandsPerSecond: Int64) -> [Double] {
            var history = History()
            for beat in 0..<10 as Range<Int64> {
                let field = "total_commands_processed"
                history.fold(
                    .sample(beat, [field: "\(commandsPerSecond * beat)"]) { $0.survey = survey }
                )
            }
            return survey.hottest.compactMap { history.nodes[0].share(of: $0) }
        }
        #expect(rates.count == 2 && rates[0] > rates[1] && rates[1] > 1)
        #expect(shares(commandsPerSecond: 100) == rates.map { $0 / 100 })
        let few = shares(commandsPerSecond: 1)
        #expect(abs(few.reduce(0, +) - 1) < 1e-9)
        #expect(abs(few[0] / few[1] - rates[0] / rates[1]) < 1e-9)
    }
}
