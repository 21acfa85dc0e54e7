import Glibc

/// What a sample said of the keys that follow one template: enough to estimate all of them by, and
/// nothing that cannot be added up, so that a recording holds facts rather than estimates.
///
/// Big keys stand apart: a cache's bytes are often in a handful of keys that a sample of the others
/// says nothing of (`keyspace.md` 0.4).
package struct KeyGroup: Sendable, Equatable {
    /// Keys scanned.
    package var keys: UInt64 = 0
    /// Keys among them that this user may not read; nothing is estimated of such keys.
    package var refused: UInt64 = 0
    /// Design effect of the sample (Kish 1965).
    ///
    /// The variance of the group's share over that of a simple random sample of as many keys. Above 1 where a scan goes slot by slot and hash tags keep keys
    /// together.
    package var designEffect = 1.0
    /// Keys below `bigSize` whose size is known, their bytes, and the squares of those.
    package var (sized, bytes, squares): (UInt64, UInt64, Double) = (0, 0, 0)
    /// The bytes of the largest of them.
    package var largest: UInt64 = 0
    /// Keys of `bigSize` and more, their bytes, and the squares of those.
    package var (bigKeys, bigBytes, bigSquares): (UInt64, UInt64, Double) = (0, 0, 0)
    /// Keys that never expire.
    package var lasting: UInt64 = 0
    /// Keys that expire, by `TimeToLiveBand`.
    package var expiring = [UInt64](repeating: 0, count: TimeToLiveBand.allCases.count)
    /// Keys whose type was asked, by `KeyType`.
    package var types = [UInt64](repeating: 0, count: KeyType.allCases.count)
    /// How they are stored.
    package var storage = KeyStorage()
    /// Keys below `bigSize` whose size is known, by that.
    package var histogram = SizeHistogram()

    /// From this many bytes on a key is big.
    package static let bigSize: Int64 = 65_536

    /// A group of which nothing was seen.
    package init() {}

    /// Counts a scanned key and its size.
    mutating func count(_ key: SurveyedKey) {
        keys += 1
        if key.isRefused { refused += 1 }
        storage.countName(of: key)
        if let size = key.memoryBytes, size >= 0 {
            let square = Double(size) * Double(size)
            if size < Self.bigSize {
                (sized, bytes, squares) = (sized + 1, bytes &+ UInt64(size), squares + square)
                largest = max(largest, UInt64(size))
                histogram.add(size: UInt64(size))
            } else {
                (bigKeys, bigBytes) = (bigKeys + 1, bigBytes &+ UInt64(size))
                bigSquares += square
            }
        }
    }

    /// Adds what probes said of a key: its type, encoding and time to live.
    mutating func learn(_ key: SurveyedKey) {
        learn(
            key.type.map { KeyType($0) },
            key.encoding.map { KeyEncoding($0) },
            timeToLive: key.timeToLiveMilliseconds,
            bytes: key.memoryBytes
        )
    }

    /// Adds what probes said of a key of a size in bytes, by its parts.
    mutating func learn(
        _ type: KeyType?,
        _ encoding: KeyEncoding?,
        timeToLive: Int64?,
        bytes: Int64?
    ) {
        if let type { types[type.rawValue] += 1 }
        storage.learn(encoding, type, bytes: bytes)
        guard let time = timeToLive else { return }
        if time >= 0 {
            expiring[TimeToLiveBand(milliseconds: time).rawValue] += 1
        } else if time == -1 {
            lasting += 1
        }
    }

    /// Both groups as one.
    static func + (one: KeyGroup, other: KeyGroup) -> KeyGroup {
        var sum = one
        sum.keys &+= other.keys
        sum.refused &+= other.refused
        sum.designEffect = max(one.designEffect, other.designEffect)
        (sum.sized, sum.bytes) = (one.sized &+ other.sized, one.bytes &+ other.bytes)
        sum.largest = max(one.largest, other.largest)
        sum.storage = one.storage + other.storage
        sum.histogram = one.histogram + other.histogram
        (sum.bigKeys, sum.bigBytes) = (one.bigKeys &+ other.bigKeys, one.bigBytes &+ other.bigBytes)
        (sum.squares, sum.bigSquares) =
            (one.squares + other.squares, one.bigSquares + other.bigSquares)
        sum.lasting &+= other.lasting
        for band in sum.expiring.indices { sum.expiring[band] &+= other.expiring[band] }
        for type in sum.types.indices { sum.types[type] &+= other.types[type] }
        return sum
    }
}

extension KeyGroup {
    /// The type that most of the keys have, or `nil` if none is known.
    package var commonType: KeyType? {
        let most = types.max() ?? 0
        return most > 0 ? types.firstIndex(of: most).flatMap(KeyType.init) : nil
    }

    /// Keys that expire.
    package var expiringKeys: UInt64 { expiring.reduce(0, &+) }

    /// The share of keys that never expire, or `nil` if no time to live is known.
    package var lastingShare: Double? {
        let all = expiringKeys &+ lasting
        return all > 0 ? Double(lasting) / Double(all) : nil
    }

    /// The share of keys that expire, or `nil` if no time to live is known.
    package var expiringShare: Double? { lastingShare.map { 1 - $0 } }

    /// The least share of the bytes of keys below `bigSize` that is their names and the server's own
    /// entry for each, or `nil` if no size is known.
    ///
    /// An entry is counted as 24 bytes, which is what the object and the header of the name take in
    /// every version; Redis 7 takes 44.
    package var nameShare: Double? {
        guard bytes > 0, storage.nameBytes > 0 else { return nil }
        return min(1, (Double(storage.nameBytes) + 24 * Double(sized)) / Double(bytes))
    }

    /// All bytes that were seen.
    package var bytesSeen: Double { Double(bytes) + Double(bigBytes) }

    /// How many keys there are in all (`keyspace.md` E1).
    func keys(of sampled: UInt64, in population: UInt64) -> Estimate {
        let share = Estimate.share(
            Double(keys),
            of: Double(sampled),
            in: Double(population),
            designEffect: designEffect
        )
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
    /// interval is that of a lognormal total. It is never below what was seen. Big keys met in a
    /// part of the key space stand for those in the rest (Horvitz and Thompson 1952); a few of
    /// them that make up a good part of all bytes are too few to say anything.
    ///
    /// Keys that may not be read are left out: nothing is known of them.
    func bytes(of sampled: UInt64, in population: UInt64) -> Estimate? {
        let all = self.keys(of: sampled, in: population)
        let readable = Double(self.keys - min(refused, self.keys)) / Double(max(1, self.keys))
        let keys = all.scaled(by: readable)
        if all.isExact, sized &+ bigKeys &+ refused == self.keys, sized &+ bigKeys > 0 {
            return Estimate(exactly: bytesSeen)
        }
        guard sized &+ bigKeys >= 10, sampled > 0 else { return nil }
        let small = smallBytes(keys)
        let part = min(1, Double(sampled) / Double(max(1, population)))
        let big = Double(bigBytes) / part
        let total = small.value + big
        guard bigKeys >= Self.leastBigKeys || big <= 0.05 * total || part == 1,
            Double(sized) >= small.leastSized * (1 - part) * (1 - part),
            part > 0.9 || !hasHeavyTail
        else { return nil }
        let variance = small.variance + bigSquares * (1 - part) / (part * part)
        if small.isSkewed || bigKeys > 0, total > 0 {
            let sigma = log(1 + variance / (total * total)).squareRoot()
            let factor = exp(Estimate.normalQuantile * sigma)
            return Estimate(total, low: max(bytesSeen, total / factor), high: total * factor)
        }
        let half = Estimate.studentQuantile(Double(max(2, sized)) - 1) * variance.squareRoot()
        return Estimate(total, low: max(bytesSeen, total - half), high: total + half)
    }

    /// Big keys that say something of those not met.
    private static let leastBigKeys: UInt64 = 30

    /// The bytes of all keys that are not big.
    private struct SmallBytes {
        var value: Double
        var variance: Double
        var isSkewed: Bool
        /// Keys that must have been seen for the variance to mean anything.
        ///
        /// The heavier the tail of the sizes, the more of it a sample misses, and the narrower the
        /// interval looks. In simulations of lognormal and Pareto sizes, 30 · (1 + CV²)² tells the
        /// samples whose intervals hold the truth 93 times of 100 from those that do not.
        var leastSized: Double
    }

    /// Whether keys so much larger than those seen must be expected that nothing can be said of all.
    ///
    /// That is so where one key alone has much of the bytes seen: the largest of n sizes with a finite
    /// variance has a share that falls faster than n^-0.6; of Pareto sizes with an exponent of 1.5 it
    /// has n^-0.33. In every fifth sample the largest is small by chance, and the tail tells it.
    private var hasHeavyTail: Bool {
        Double(largest) > 2 * pow(Double(sized), -0.6) * Double(bytes)
            || histogram.tailIndex ?? .infinity < 2
    }

    private func smallBytes(_ keys: Estimate) -> SmallBytes {
        guard sized > 1 else {
            return SmallBytes(value: Double(bytes), variance: 0, isSkewed: true, leastSized: 0)
        }
        let count = Double(sized)
        let mean = Double(bytes) / count
        let variance = max(0, (squares - Double(bytes) * mean) / (count - 1))
        let all = keys.value * count / (count + Double(bigKeys))
        let rest = max(0, 1 - count / max(count, all))
        let ofKeys = (keys.high - keys.low) / (2 * Estimate.normalQuantile)
        let ofMean = all * all * rest * variance / count
        let isSkewed = variance > mean * mean || count < 30
        let spread = 1 + variance / max(1, mean * mean)
        return SmallBytes(
            value: all * mean,
            variance: ofMean + mean * mean * ofKeys * ofKeys,
            isSkewed: isSkewed,
            leastSized: 30 * spread * spread
        )
    }
}

// A group whose number of keys is known.
extension KeyGroup {
    /// How many bytes so many keys take, of which those seen are a simple random sample, or `nil`
    /// where too few were seen to say.
    ///
    /// The rules are those of `bytes(of:in:)`, with nothing left to chance but the sizes.
    func bytes(ofKeys names: UInt64) -> Estimate? {
        let sizes = Sizes(self)
        if sizes.count >= Double(names) { return Estimate(exactly: bytesSeen) }
        let part = sizes.count / Double(names)
        let total = sizes.total(ofKeys: Double(names))
        let spread = 1 + sizes.variance / max(1, sizes.mean * sizes.mean)
        guard sizes.count >= 10, !hasHeavyTail || part > 0.9,
            sizes.count >= 30 * spread * spread * (1 - part) * (1 - part)
        else { return nil }
        if spread > 2 || sizes.count < 30 {
            let sigma = log(1 + total.variance / (total.value * total.value)).squareRoot()
            let factor = exp(Estimate.normalQuantile * sigma)
            let low = max(bytesSeen, total.value / factor)
            return Estimate(total.value, low: low, high: total.value * factor)
        }
        let half = Estimate.studentQuantile(sizes.count - 1) * total.variance.squareRoot()
        return Estimate(
            total.value,
            low: max(bytesSeen, total.value - half),
            high: total.value + half
        )
    }

    /// The group as if so many keys had been looked at, but for its sizes.
    ///
    /// Groups of which different parts were seen can be added up that way.
    func weighted(to names: UInt64) -> KeyGroup {
        guard keys > 0 else { return self }
        var weighted = self
        let weigh = { (count: UInt64) in UInt64(Double(count) * Double(names) / Double(keys)) }
        weighted.keys = names
        weighted.lasting = weigh(lasting)
        weighted.expiring = expiring.map(weigh)
        weighted.types = types.map(weigh)
        return weighted
    }
}
