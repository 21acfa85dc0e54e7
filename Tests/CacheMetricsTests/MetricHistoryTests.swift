import CacheMetrics
import TestSupport
import Testing

struct MetricHistoryTests {
    private func history(_ beats: some Sequence<Int64>) -> NodeHistory? {
        var history = History()
        for beat in beats { history.fold(.sample(beat, ["used_memory": "\(beat)"])) }
        return history[NodeID("n")]
    }

    @Test func `a value stays in its bucket as time goes on`() throws {
        let early = try #require(history(0...9)).metrics
        let late = try #require(history(0...11)).metrics
        let one = early.buckets(of: .usedMemory, beats: 2, count: 4, endingBefore: 5)
        let other = late.buckets(of: .usedMemory, beats: 2, count: 5, endingBefore: 6)
        #expect(one == [3, 5, 7, 9])
        #expect(other == [3, 5, 7, 9, 11])
    }

    @Test func `a missed beat is a gap, not a zero`() throws {
        let metrics = try #require(history([0, 1, 4, 5])).metrics
        #expect(
            metrics.buckets(of: .usedMemory, beats: 1, count: 6, endingBefore: 6) == [
                0, 1, nil, nil, 4, 5,
            ]
        )
    }

    @Test func `an hour is kept, and no more`() throws {
        let metrics = try #require(history(0...4_000)).metrics
        #expect(metrics.count == MetricHistory.length)
        #expect(metrics.newestBeat == 4_000)
        #expect(metrics.values(of: .usedMemory, since: 0).first?.beat == 401)
        #expect(metrics.latest(.usedMemory) == 4_000)
    }

    @Test func `what the server did not say is left out`() throws {
        let metrics = try #require(history(0...3)).metrics
        #expect(metrics.latest(.evictionLevel) == nil)
        #expect(metrics.values(of: .evictionLevel, since: 0).isEmpty)
    }

    @Test
    func
        `a graph that zooms out keeps the spike of what is bad when high, the dip of what is bad when low`()
    {
        var history = History()
        let hits = ["0", "90", "180", "180"]
        let misses = ["0", "10", "20", "110"]
        for beat in 0...3 {
            history.fold(
                .sample(
                    Int64(beat),
                    ["keyspace_hits": hits[beat], "keyspace_misses": misses[beat]]
                )
            )
        }
        let metrics = history.nodes[0].metrics
        #expect(metrics.buckets(of: .hitRatio, beats: 4, count: 1, endingBefore: 1) == [0])
        #expect(metrics.buckets(of: .misses, beats: 4, count: 1, endingBefore: 1) == [90])
    }
}
