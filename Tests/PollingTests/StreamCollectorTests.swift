import CacheMetrics
import Polling
import RESP
import RedisClient
import TestSupport
import Testing

/// How far behind the groups of streams are, as servers tell it, and when they are not asked.
struct StreamCollectorTests {
    private func sample(_ names: [String], touchesKeys: Bool = false) -> Sample {
        var sample = Sample(roundTripMicroseconds: 1, info: .of([:]))
        sample.survey = KeySurvey(method: .unknown)
        sample.survey?.streams = names.map { StreamUse(key: Array($0.utf8)) }
        sample.cost.touchesKeys = touchesKeys
        return sample
    }

    private func text(_ text: String) -> RESPValue { .bulk(Array(text.utf8)) }

    /// A row as Redis 7.0 has it, or 6.2, which knows no lag.
    private func row(_ name: String, pending: Int64, lag: RESPValue?) -> RESPValue {
        let old = [
            text("name"), text(name), text("consumers"), .integer(2), text("pending"),
            .integer(pending), text("last-delivered-id"), text("1-1"),
        ]
        guard let lag else { return .array(old) }
        return .array(old + [text("entries-read"), .integer(7), text("lag"), lag])
    }

    @Test func `groups of each version are read, those with most to do first`() {
        var collector = StreamCollector(mayTouchKeys: false)
        var sample = sample(["s"])
        collector.record([], into: &sample)
        #expect(collector.commands == [.streamGroups(key: [0x73])])
        #expect(sample.survey?.streams[0].groups == nil)
        let reply = RESPValue.array([
            row("old", pending: 3, lag: nil), row("new", pending: 1, lag: .integer(9)),
            row("trimmed", pending: 2, lag: .null),
            row("hostile", pending: .min, lag: .integer(-1)),
            .integer(5),
        ])
        collector.record([reply], into: &sample)
        let groups = sample.survey?.streams[0].groups ?? []
        #expect(
            groups.map { String(decoding: $0.name, as: UTF8.self) } == [
                "new", "old", "trimmed", "hostile",
            ]
        )
        #expect(groups.map(\.waiting) == [10, 3, 2, 0])
        #expect(groups.map(\.lag) == [9, nil, nil, nil])
    }

    @Test func `streams are asked about in turn, and what is known of each stays`() {
        var collector = StreamCollector(mayTouchKeys: false)
        var asked: [[UInt8]] = []
        var last = sample([])
        for beat in 0..<7 {
            last = sample(["a", "b", "c"])
            let commands = collector.commands
            for case .streamGroups(let key) in commands { asked.append(key) }
            let reply = RESPValue.array([row("g", pending: Int64(beat), lag: nil)])
            collector.record(commands.map { _ in reply }, into: &last)
        }
        #expect(asked == ["a", "b", "c", "a", "b", "c"].map { Array($0.utf8) })
        #expect(last.survey?.streams.map { $0.groups?.first?.pending } == [4, 5, 6])
        var gone = sample(["c"])
        collector.record([.error(Array("ERR no such key".utf8))], into: &gone)
        #expect(gone.survey?.streams.map { $0.groups?.first?.pending } == [6])
    }

    @Test(arguments: [true, false])
    func `where asking touches keys it is not done unless that is allowed`(mayTouch: Bool) {
        var collector = StreamCollector(mayTouchKeys: mayTouch)
        for _ in 0..<3 {
            var sample = sample(["s"], touchesKeys: true)
            collector.record(collector.commands.map { _ in .array([]) }, into: &sample)
            #expect(collector.commands.isEmpty != mayTouch)
        }
    }
}
