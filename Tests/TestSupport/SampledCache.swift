package import CacheMetrics
import Glibc

/// A simulated cache-aside application on a cache that evicts as Redis does: the key that was idle for
/// longest of those it has looked at, five more each time and the best sixteen kept.
package struct SampledCache: Sendable {
    /// What is asked for.
    package struct Trace: Sendable {
        /// Keys of the catalogue, asked for by Zipf's law.
        package var keys: Int
        /// Its exponent.
        package var exponent: Double
        /// By how many ranks the law moves on each second: what was popular is so no more.
        package var drift = 0
        /// One lookup of so many is for a key that nobody asks for again; none if 0.
        package var scanEvery = 0
        /// Lookups a second.
        package var perSecond: Int

        /// A trace of a catalogue of so many keys.
        package init(
            keys: Int,
            exponent: Double,
            drift: Int = 0,
            scanEvery: Int = 0,
            perSecond: Int
        ) {
            (self.keys, self.exponent, self.drift) = (keys, exponent, drift)
            (self.scanEvery, self.perSecond) = (scanEvery, perSecond)
        }
    }

    private let trace: Trace
    private let capacity: Int
    private var random: SeededGenerator
    private let cumulative: [Double]
    private var keys: [(key: Int, time: Int)] = []
    private var places: [Int: Int] = [:]
    /// The best to evict of all that was looked at, as they were then, the least idle first.
    private var pool: [(key: Int, time: Int)] = []
    private var time = 0
    private var (hits, lookups, evicted) = (0, 0, 0)

    /// An empty cache with room for so many keys.
    package init(of trace: Trace, capacity: Int, seed: UInt64) {
        (self.trace, self.capacity) = (trace, capacity)
        random = SeededGenerator(seed: seed)
        var sum = 0.0
        cumulative = (1...trace.keys).map { rank in
            sum += pow(Double(rank), -trace.exponent)
            return sum
        }
    }

    /// Goes on for so many seconds, of which alone the figures are from then on.
    package mutating func run(seconds: Int) async {
        (hits, lookups, evicted) = (0, 0, 0)
        for step in 0..<(seconds * trace.perSecond) {
            if step.isMultiple(of: 2_000) { await Task.yield() }
            self.step()
        }
    }

    /// The share of lookups that found their key.
    package var hitRatio: Double { Double(hits) / Double(max(1, lookups)) }

    /// Keys evicted a second.
    package var evictedPerSecond: Double {
        Double(evicted) / (Double(max(1, lookups)) / Double(trace.perSecond))
    }

    /// How long its keys have not been used.
    package var idleTimes: IdleProfile {
        var census = KeyCensus()
        for (number, use) in keys.enumerated() {
            let name = Array("k:\(number)".utf8)
            var key = SurveyedKey(KeyName(name))
            key.memoryBytes = 100
            key.idleSeconds = Int64((time - use.time) / trace.perSecond)
            census.count(key)
            census.learn(key)
        }
        return census.table(at: 0).idle
    }

    /// What the idle times say of other sizes, or `nil` if they say too little.
    package var curve: MissRatioCurve? {
        MissRatioCurve(
            idleTimes,
            population: UInt64(keys.count),
            hitRatio: hitRatio,
            lookupsPerSecond: Double(trace.perSecond),
            evictedPerSecond: evictedPerSecond,
            over: Double(lookups) / Double(trace.perSecond)
        )
    }

    /// One lookup; a key that is not there is put in, and another goes if there is no room.
    private mutating func step() {
        time += 1
        lookups += 1
        let key = pick()
        if let place = places[key] {
            keys[place].time = time
            hits += 1
        } else {
            if keys.count >= capacity { evict() }
            places[key] = keys.count
            keys.append((key, time))
        }
    }

    private mutating func pick() -> Int {
        if trace.scanEvery > 0, time.isMultiple(of: trace.scanEvery) { return -time }
        let wanted = Double.random(in: 0..<cumulative[cumulative.count - 1], using: &random)
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low + time / trace.perSecond * trace.drift
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
