import Glibc

/// What a sample said of the keys that follow one template; enough to estimate all of them by.
package struct KeyGroup: Sendable, Equatable {
    /// Keys looked at.
    package private(set) var keys: UInt64 = 0
    /// Keys whose size is known.
    private var sized: UInt64 = 0
    /// The sum of their sizes, and of the squares of their sizes, in bytes.
    private var (bytes, squares) = (0.0, 0.0)
    /// Keys that expire, and keys that do not.
    private var (expiring, lasting): (UInt64, UInt64) = (0, 0)
    /// Times to live in milliseconds: a uniform sample of them (Vitter's algorithm R, 1985).
    private var timesToLive: [Int64] = []
    private var types: [[UInt8]: UInt64] = [:]

    /// Times to live kept.
    private static let mostTimes = 512

    /// A group of which nothing was seen.
    package init() {}

    /// Takes in a key; `random` decides whether its time to live is among those kept.
    mutating func add(_ key: SurveyedKey, using random: inout some RandomNumberGenerator) {
        keys += 1
        if let size = key.memoryBytes.map(Double.init(_:)) {
            sized += 1
            bytes += size
            squares += size * size
        }
        if let type = key.type, types.count < 16 || types[type] != nil {
            types[type, default: 0] += 1
        }
        guard let time = key.timeToLiveMilliseconds else { return }
        guard time >= 0 else {
            if time == -1 { lasting += 1 }
            return
        }
        expiring += 1
        if timesToLive.count < Self.mostTimes {
            timesToLive.append(time)
        } else if case let place = Int.random(in: 0..<Int(clamping: expiring), using: &random),
            place < Self.mostTimes
        {
            timesToLive[place] = time
        }
    }
}

extension KeyGroup {
    /// The type that most of the keys have, or `nil` if none is known.
    package var commonType: [UInt8]? {
        types.max { ($0.value, $1.key.description) < ($1.value, $0.key.description) }?.key
    }

    /// The share of keys that never expire, or `nil` if no time to live is known.
    package var lastingShare: Double? {
        expiring + lasting > 0 ? Double(lasting) / Double(expiring + lasting) : nil
    }

    /// The median time to live of those that do, in seconds, or `nil` if none is known.
    package var medianTimeToLive: Double? {
        timesToLive.isEmpty ? nil : Double(timesToLive.sorted()[timesToLive.count / 2]) / 1_000
    }

    /// How many keys there are in all (`keyspace.md` E1).
    func keys(of sampled: UInt64, in population: UInt64) -> Estimate {
        let share = Estimate.share(Double(keys), of: Double(sampled), in: Double(population))
        let all = Double(population)
        // What was seen is there, whatever the interval says.
        let seen = Double(keys)
        return Estimate(
            max(seen, share.value * all),
            low: max(seen, share.low * all),
            high: max(seen, share.high * all)
        )
    }

    /// How many bytes they take (`keyspace.md` E2), or `nil` where too few were seen to say.
    ///
    /// Sizes of caches are skewed: where they vary more than their mean, or few were seen, the
    /// interval is that of a lognormal total, which is never below what was seen.
    func bytes(of sampled: UInt64, in population: UInt64) -> Estimate? {
        let keys = keys(of: sampled, in: population)
        let count = Double(sized)
        if keys.isExact, sized == self.keys { return Estimate(exactly: bytes) }
        guard sized >= 10 else { return nil }
        let mean = bytes / count
        let variance = max(0, (squares - bytes * mean) / (count - 1))
        let rest = max(0, 1 - count / max(count, keys.value))
        let ofKeys = (keys.high - keys.low) / (2 * Estimate.normalQuantile)
        let ofMean = keys.value * keys.value * rest * variance / count
        let spread = ofMean + mean * mean * ofKeys * ofKeys
        let total = keys.value * mean
        let isSkewed = variance > mean * mean || count < 30
        if isSkewed, total > 0 {
            let sigma = log(1 + spread / (total * total)).squareRoot()
            let factor = exp(Estimate.normalQuantile * sigma)
            return Estimate(total, low: max(bytes, total / factor), high: total * factor)
        }
        let half = Estimate.studentQuantile(count - 1) * spread.squareRoot()
        return Estimate(total, low: max(bytes, total - half), high: total + half)
    }
}
