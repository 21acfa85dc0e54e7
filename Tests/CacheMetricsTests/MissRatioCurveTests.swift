import CacheMetrics
import TestSupport
import Testing

/// The curve beside caches of other sizes that were really run.
struct MissRatioCurveTests {
    private func run(_ trace: SampledCache.Trace, _ capacity: Int) async -> SampledCache {
        var cache = SampledCache(of: trace, capacity: capacity, seed: 5)
        await cache.run(seconds: 300)
        await cache.run(seconds: 200)
        return cache
    }

    @Test(arguments: [(0.9, 0), (0.9, 5), (1.1, 0)])
    func `what smaller and larger caches would hit is told`(
        exponent: Double,
        scanEvery: Int
    ) async throws {
        let trace = SampledCache.Trace(
            keys: 60_000,
            exponent: exponent,
            scanEvery: scanEvery,
            perSecond: 500
        )
        let curve = try #require(await run(trace, 8_000).curve)
        for (factor, error) in [(0.5, 0.03), (0.75, 0.015), (1, 0.001), (1.5, 0.03), (2, 0.05)] {
            let truth = await run(trace, Int(factor * 8_000)).hitRatio
            let told = try #require(curve.hitRatio(at: factor))
            #expect(abs(told.value - truth) <= error, "\(factor): \(told.value), truly \(truth)")
        }
    }

    @Test func `a cache that hardly evicts would hardly hit more`() async throws {
        // It has just become full: idle times are as before, and evictions are few.
        let trace = SampledCache.Trace(keys: 60_000, exponent: 0.9, perSecond: 500)
        let cache = await run(trace, 8_000)
        let curve = try #require(
            MissRatioCurve(
                cache.idleTimes,
                population: 8_000,
                hitRatio: cache.hitRatio,
                lookupsPerSecond: 500,
                evictedPerSecond: 0.5,
                over: 30
            )
        )
        #expect(curve.hitRatio(at: 1)?.value == cache.hitRatio)
        let twice = try #require(curve.hitRatio(at: 2)).value
        #expect((cache.hitRatio...(cache.hitRatio + 0.001)).contains(twice))
    }

    @Test func `idle times of too few keys say nothing`() async {
        let trace = SampledCache.Trace(keys: 60_000, exponent: 0.9, perSecond: 500)
        #expect(await run(trace, 900).curve == nil)
    }

    @Test func `memory that grows is full when it will be, and not before or after the range`()
        throws
    {
        var random = SeededGenerator(seed: 8)
        var held = 0
        for _ in 0..<200 {
            let levels = (0..<60).map {
                1e6 + Double($0) * 3_000 + .random(in: -9_000...9_000, using: &random)
            }
            let outlook = try #require(TimeToFull(levels: levels, secondsApart: 30, limit: 2e6))
            let seconds = try #require(outlook.seconds)
            held += outlook.growth.low <= 100 && 100 <= outlook.growth.high ? 1 : 0
            #expect((7_000...9_500).contains(seconds.value))
        }
        #expect(held >= 180)
    }

    @Test func `memory that only wavers is never full`() throws {
        let levels = (0..<60).map { 1e6 + Double($0 % 7) * 1_000 }
        let outlook = try #require(TimeToFull(levels: levels, secondsApart: 30, limit: 2e6))
        #expect(outlook.seconds == nil)
        #expect(TimeToFull(levels: [1, 2, 3], secondsApart: 1, limit: 9) == nil)
    }
}
