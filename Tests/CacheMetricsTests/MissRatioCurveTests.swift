import CacheMetrics
import TestSupport
import Testing

/// The curve beside caches of other sizes that were really run.
struct MissRatioCurveTests {
    /// A cache that evicts as Redis does, the key idle for longest of those it has looked at, asked for
    /// keys by Zipf's law, and once in so often for one that nobody asks for again.
    private struct Cache {
        let capacity: Int
        let scanEvery: Int
        var random: SeededGenerator
        let cumulative: [Double]
        var keys: [(key: Int, time: Int)] = []
        var places: [Int: Int] = [:]
        /// The best to evict of all that was looked at, as they were then, the least idle first.
        var pool: [(key: Int, time: Int)] = []
        var time = 0
        var (hits, lookups, evicted) = (0, 0, 0)

        init(capacity: Int, keys: Int, exponent: Double, scanEvery: Int, seed: UInt64) {
            (self.capacity, random) = (capacity, SeededGenerator(seed: seed))
            self.scanEvery = scanEvery
            var sum = 0.0
            cumulative = (1...keys).map { rank in
                sum += 1 / power(Double(rank), exponent)
                return sum
            }
        }

        private mutating func pick() -> Int {
            if scanEvery > 0, time.isMultiple(of: scanEvery) { return -time }
            let wanted = Double.random(in: 0..<cumulative[cumulative.count - 1], using: &random)
            var (low, high) = (0, cumulative.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
            }
            return low
        }

        /// One lookup; a key that is not there is put in, and another goes if there is no room.
        mutating func step() {
            time += 1
            let key = pick()
            lookups += 1
            if let place = places[key] {
                keys[place].time = time
                hits += 1
            } else {
                if keys.count >= capacity { evict() }
                places[key] = keys.count
                keys.append((key, time))
            }
        }

        private mutating func evict() {
            while true {
                for _ in 0..<5 {
                    let seen = keys[Int.random(in: 0..<keys.count, using: &random)]
                    guard !pool.contains(where: { $0.key == seen.key }) else { continue }
                    let place = pool.firstIndex { $0.time <= seen.time } ?? pool.count
                    guard pool.count < 16 || place > 0 else { continue }
                    pool.insert(seen, at: place)
                    if pool.count > 16 { pool.removeFirst() }
                }
                guard let place = pool.popLast().flatMap({ places.removeValue(forKey: $0.key) })
                else { continue }
                keys.swapAt(place, keys.count - 1)
                keys.removeLast()
                if place < keys.count { places[keys[place].key] = place }
                evicted += 1
                return
            }
        }
    }

    private static let perSecond = 500

    /// Runs a cache until it is in balance and measures it.
    private func run(
        _ capacity: Int,
        exponent: Double = 0.9,
        scanEvery: Int = 0
    ) async -> (ratio: Double, evictedPerSecond: Double, profile: IdleProfile) {
        var cache = Cache(
            capacity: capacity,
            keys: 60_000,
            exponent: exponent,
            scanEvery: scanEvery,
            seed: 5
        )
        for step in 0..<250_000 {
            if step.isMultiple(of: 2_000) { await Task.yield() }
            if step == 150_000 { (cache.hits, cache.lookups, cache.evicted) = (0, 0, 0) }
            cache.step()
        }
        var census = KeyCensus()
        for (index, use) in cache.keys.enumerated() {
            let name = Array("k:\(index)".utf8)
            var key = SurveyedKey(key: name, keyLength: 5, seenMilliseconds: 0)
            key.memoryBytes = 100
            key.idleSeconds = Int64((cache.time - use.time) / Self.perSecond)
            census.add(key)
        }
        let seconds = Double(cache.lookups) / Double(Self.perSecond)
        return (
            Double(cache.hits) / Double(cache.lookups), Double(cache.evicted) / seconds,
            census.table(at: 0).idle
        )
    }

    @Test(arguments: [(0.9, 0), (0.9, 5), (1.1, 0)])
    func `what smaller and larger caches would hit is told`(
        exponent: Double,
        scanEvery: Int
    ) async throws {
        let size = 8_000
        let now = await run(size, exponent: exponent, scanEvery: scanEvery)
        let curve = try #require(
            MissRatioCurve(
                now.profile,
                population: UInt64(size),
                hitRatio: now.ratio,
                lookupsPerSecond: Double(Self.perSecond),
                evictedPerSecond: now.evictedPerSecond,
                over: 200
            )
        )
        for (factor, error) in [(0.5, 0.03), (0.75, 0.015), (1, 0.001), (1.5, 0.03), (2, 0.05)] {
            let other = await run(
                Int(factor * Double(size)),
                exponent: exponent,
                scanEvery: scanEvery
            )
            let told = try #require(curve.hitRatio(at: factor))
            #expect(
                abs(told.value - other.ratio) <= error,
                "\(factor): \(told.value), truly \(other.ratio)"
            )
        }
    }

    @Test func `idle times of too few keys say nothing`() async {
        let now = await run(900)
        #expect(
            MissRatioCurve(
                now.profile,
                population: 900,
                hitRatio: 0.5,
                lookupsPerSecond: 500,
                evictedPerSecond: 100,
                over: 200
            ) == nil
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
