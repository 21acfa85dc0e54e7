import CacheMetrics
import TestSupport
import Testing

struct LatencyHistogramTests {
    @Test func `the last interval is the difference of two histograms`() throws {
        let before = try #require(LatencyHistogram(bounds: [1, 2, 8], counts: [100, 150, 160]))
        let after = try #require(
            LatencyHistogram(bounds: [1, 2, 4, 8], counts: [100, 190, 195, 210])
        )
        let change = try #require(after.subtracting(before))
        #expect(change.total == 50)
        #expect(change.quantile(0.5) == 2)
        #expect(change.quantile(0.99) == 8)
        #expect(change.buckets.map(\.count) == [0, 40, 5, 5])
    }

    @Test func `a histogram that was reset has no difference`() throws {
        let before = try #require(LatencyHistogram(bounds: [1, 2], counts: [100, 150]))
        let after = try #require(LatencyHistogram(bounds: [1], counts: [3]))
        #expect(after.subtracting(before) == nil)
    }

    @Test func `commands add up`() throws {
        let gets = try #require(LatencyHistogram(bounds: [1, 4], counts: [90, 100]))
        let sets = try #require(LatencyHistogram(bounds: [2, 8], counts: [80, 100]))
        let all = gets.adding(sets)
        #expect(all.total == 200)
        #expect(all.bounds == [1, 2, 4, 8])
        #expect(all.counts == [90, 170, 180, 200])
    }

    @Test func `a histogram of nothing has no quantile`() {
        #expect(LatencyHistogram().quantile(0.5) == nil)
    }

    @Test(
        arguments: [([2, 1], [1, 2]), ([1, 2], [2, 1]), ([1], [1, 2])] as [([UInt64], [UInt64])]
    )
    func `what does not ascend is no histogram`(bounds: [UInt64], counts: [UInt64]) {
        #expect(LatencyHistogram(bounds: bounds, counts: counts) == nil)
    }

    @Test func `our own commands are left out of the application's latency`() throws {
        func sample(_ gets: UInt64, _ infos: UInt64) throws -> Sample {
            var sample = Sample(roundTripMicroseconds: 1, info: .of([:]))
            sample.latencies = [
                CommandLatency(
                    command: Array("get".utf8),
                    histogram: try #require(LatencyHistogram(bounds: [2], counts: [gets]))
                ),
                CommandLatency(
                    command: Array("info".utf8),
                    histogram: try #require(LatencyHistogram(bounds: [512], counts: [infos]))
                ),
            ]
            sample.cost.commands = ["info": infos]
            return sample
        }
        let interval = Interval.between(try sample(10, 1), try sample(11, 200))
        #expect(interval.latency?.total == 1)
        #expect(interval.latency?.quantile(0.999) == 2)
    }
}
