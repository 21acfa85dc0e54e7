import ArgumentParser
import CacheMetrics
import TestSupport

/// What the miss ratio curve says of other sizes, beside simulated caches that have those sizes.
struct CurveSimulation {
    /// Catalogues of 4 to 25 times the cache.
    private static let traces = [
        SampledCache.Trace(keys: 150_000, exponent: 0.7, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.8, perSecond: 1_500),
        SampledCache.Trace(keys: 900_000, exponent: 0.8, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.9, perSecond: 1_500),
        SampledCache.Trace(keys: 600_000, exponent: 0.9, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 1, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 1.1, perSecond: 1_500),
        SampledCache.Trace(keys: 400_000, exponent: 1.2, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.9, drift: 20, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.9, drift: 60, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.9, scanEvery: 5, perSecond: 1_500),
        SampledCache.Trace(keys: 150_000, exponent: 0.9, scanEvery: 10, perSecond: 1_500),
    ]
    private static let limits = [(0.5, 0.04), (0.75, 0.02), (1.5, 0.04), (2, 0.06)]

    func run() async throws {
        var errors: [Double: [Double]] = [:]
        for trace in Self.traces {
            guard let curve = await cache(of: trace, 36_000).curve else {
                throw ValidationError("no curve")
            }
            for (factor, _) in Self.limits {
                let truth = await cache(of: trace, Int(factor * 36_000)).hitRatio
                let told = curve.hitRatio(at: factor)?.value ?? .infinity
                errors[factor, default: []].append(abs(told - truth))
            }
        }
        for (factor, limit) in Self.limits {
            let all = errors[factor] ?? []
            report("\(factor)×: mean error", all.reduce(0, +) / Double(all.count), "")
            report("  largest of \(all.count) traces", all.max() ?? .nan, "", atMost: limit)
        }
    }

    /// A cache in balance.
    private func cache(of trace: SampledCache.Trace, _ capacity: Int) async -> SampledCache {
        var cache = SampledCache(of: trace, capacity: capacity, seed: 1)
        await cache.run(seconds: 240)
        await cache.run(seconds: 240)
        return cache
    }
}
