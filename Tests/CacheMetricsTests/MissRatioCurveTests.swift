import CacheMetrics
import TestSupport
import Testing

/// The curve beside caches of other sizes that were really run.
struct MissRatioCurveTests {
    /// A cache that evicts what was not used for longest, asked for keys by Zipf's law.
    private struct Cache {
        let capacity: Int
        var random: SeededGenerator
        let cumulative: [Double]
        var lastUse: [Int: Int] = [:]
        var (order, head) = ([(key: Int, time: Int)](), 0)
        var time = 0
        var (hits, lookups) = (0, 0)

        init(capacity: Int, keys: Int, exponent: Double, seed: UInt64) {
            (self.capacity, random) = (capacity, SeededGenerator(seed: seed))
            var sum = 0.0
            cumulative = (1...keys).map { rank in
                sum += 1 / power(Double(rank), exponent)
                return sum
            }
        }

        /// One lookup; a key that is not there is put in, and the oldest goes if there is no room.
        mutating func step(at second: Int) {
            let wanted = Double.random(in: 0..<cumulative[cumulative.count - 1], using: &random)
            var (low, high) = (0, cumulative.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
            }
            time += 1
            lookups += 1
            hits += lastUse[low] == nil ? 0 : 1
            lastUse[low] = time
            order.append((low, time))
            while lastUse.count > capacity {
                let oldest = order[head]
                head += 1
                if lastUse[oldest.key] == oldest.time { lastUse[oldest.key] = nil }
            }
        }
    }

    /// Runs a cache until it is in balance and measures it.
    private func run(
        _ capacity: Int,
        exponent: Double
    ) async -> (ratio: Double, profile: IdleProfile) {
        let perSecond = 500
        var cache = Cache(capacity: capacity, keys: 60_000, exponent: exponent, seed: 5)
        for step in 0..<150_000 {
            if step.isMultiple(of: 2_000) { await Task.yield() }
            cache.step(at: step / perSecond)
        }
        (cache.hits, cache.lookups) = (0, 0)
        for step in 0..<100_000 {
            if step.isMultiple(of: 2_000) { await Task.yield() }
            cache.step(at: step / perSecond)
        }
        var census = KeyCensus()
        for (index, use) in cache.lastUse.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }
        ) {
            let name = Array("k:\(index)".utf8)
            var key = SurveyedKey(key: name, keyLength: 5, seenMilliseconds: 0)
            key.memoryBytes = 100
            key.idleSeconds = Int64((cache.time - use) / perSecond)
            census.add(key)
        }
        return (Double(cache.hits) / Double(cache.lookups), census.table(at: 0).idle)
    }

    @Test(arguments: [0.9])
    func `what smaller and larger caches would hit is told`(exponent: Double) async throws {
        let size = 8_000
        let now = await run(size, exponent: exponent)
        let curve = try #require(
            MissRatioCurve(
                now.profile,
                population: UInt64(size),
                hitRatio: now.ratio,
                lookupsPerSecond: 500
            )
        )
        for (factor, error) in [(0.5, 0.03), (0.75, 0.03), (1, 0.01), (1.5, 0.04), (2, 0.06)] {
            let truth = await run(Int(factor * Double(size)), exponent: exponent).ratio
            let told = try #require(curve.hitRatio(at: factor))
            #expect(abs(told.value - truth) <= error, "\(factor): \(told.value), truly \(truth)")
        }
    }

    @Test func `idle times of too few keys say nothing`() async {
        let now = await run(900, exponent: 1)
        #expect(
            MissRatioCurve(now.profile, population: 900, hitRatio: 0.5, lookupsPerSecond: 500)
                == nil
        )
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

/// A power with any exponent, by squaring and square roots: tests import no C library.
private func power(_ base: Double, _ exponent: Double) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    if rest >= 1 {
        result *= base
        rest -= 1
    }
    for _ in 0..<40 {
        factor = factor.squareRoot()
        rest *= 2
        if rest >= 1 {
            result *= factor
            rest -= 1
        }
    }
    return result
}
