import Glibc

/// What the hit ratio would be if the cache held less or more, from how long keys have been idle.
///
/// A cache that throws away what was not used for a time τ misses every request for a key that was
/// idle for longer. In balance, keys whose idle time passes τ do so at the rate m(τ), the density of
/// idle times there; of those that pass it, m(τ) − m(T) a second are asked for again before the age
/// T at which they are evicted now. So the hit ratio at the smaller size S(τ), the bytes of all keys
/// younger than τ, is what it is now less (m(τ) − m(T)) over the lookups a second (`keyspace.md`
/// E8, after Denning's working set 1968 and AET, Hu et al. 2016).
///
/// Servers that evict by sampling thin out their oldest keys, so the oldest quarter is not looked at.
/// But what passes T is what is evicted, and that the server counts: the density (`AgeDensity`) goes
/// through that point, from the last three octaves that are looked at to twice the size. Of twelve
/// simulated traces on caches that evict as Redis does (Zipf's law of 0.7 to 1.2, drifting, with scans,
/// catalogues of 4 to 25 times the cache) hit ratios were off by 0.010 at half the size, 0.001 at
/// three quarters, 0.007 at one and a half times and 0.017 at twice, at most by 0.018, 0.003, 0.016
/// and 0.038 (`Benchmarks curve --simulated`).
package struct MissRatioCurve: Sendable {
    private let hitRatio: Double
    private let (lookupsPerSecond, evictedPerSecond): (Double, Double)
    /// Over how many seconds lookups and evictions were counted.
    package let seconds: Double
    /// Keys for each one sampled.
    private let weight: Double
    private let classes: [AgeClass]
    private let tail: Tail

    private struct AgeClass: Sendable {
        /// Ages from and up to, in seconds.
        var ages: Range<Double>
        var keys: Double
        /// Bytes of all keys up to the end of the class, as a share of all.
        var cumulative: Double

        var middle: Double { ((ages.lowerBound + 0.5) * ages.upperBound).squareRoot() }
        var width: Double { ages.upperBound - ages.lowerBound }
    }

    /// The density of idle times beyond what is trusted, and where its bytes begin.
    fileprivate struct Tail: Sendable {
        var line: AgeDensity
        var bytesPerKeyShare: Double
        var from: (age: Double, share: Double)
        /// The age at which keys are evicted now.
        var evictionAge: Double

        func density(_ age: Double) -> Double { line(age) }
    }

    /// Keys that must have been seen for a curve to mean anything.
    private static let leastKeys: UInt64 = 1_000
    /// The share of bytes whose ages the fit trusts.
    private static let trusted = 0.75

    /// A curve from the idle times of so many sampled keys, or `nil` if they say too little.
    ///
    /// Lookups and evictions are of the whole server and over the same time, a few minutes.
    package init?(
        _ profile: IdleProfile,
        population: UInt64,
        hitRatio: Double,
        lookupsPerSecond: Double,
        evictedPerSecond: Double,
        over seconds: Double
    ) {
        self.seconds = seconds
        let sampled = profile.keys.reduce(0, &+)
        let bytes = Double(profile.bytes.reduce(0, &+))
        guard sampled >= Self.leastKeys, lookupsPerSecond > 0, bytes > 0 else { return nil }
        (self.hitRatio, self.lookupsPerSecond) = (hitRatio, lookupsPerSecond)
        self.evictedPerSecond = evictedPerSecond
        weight = Double(max(population, sampled)) / Double(sampled)
        classes = Self.classes(profile, bytes)
        guard
            let tail = Self.tail(
                classes,
                weight,
                bytesPerKeyShare: 1 / Double(max(population, sampled)),
                evictedPerSecond: evictedPerSecond
            )
        else { return nil }
        self.tail = tail
    }

    /// Idle times are whole seconds: a class holds the ages of the whole numbers within it.
    private static func classes(_ profile: IdleProfile, _ bytes: Double) -> [AgeClass] {
        var sum = 0.0
        return profile.keys.indices.compactMap { place in
            let from = IdleProfile.start(of: place).rounded(.up)
            let to = IdleProfile.start(of: place + 1).rounded(.up)
            sum += Double(profile.bytes[place])
            guard to > from else { return nil }
            return AgeClass(
                ages: from..<to,
                keys: Double(profile.keys[place]),
                cumulative: sum / bytes
            )
        }
    }

    private static func tail(
        _ classes: [AgeClass],
        _ weight: Double,
        bytesPerKeyShare: Double,
        evictedPerSecond: Double
    ) -> Tail? {
        guard let last = classes.first(where: { $0.cumulative >= trusted }) else { return nil }
        let end = last.ages.lowerBound
        let fitted = classes.filter {
            $0.ages.lowerBound >= max(2, end / 8) && $0.ages.upperBound <= max(end, 4)
                && $0.keys >= 5
        }.map { (age: $0.middle, keys: $0.keys, width: $0.width / weight) }
        guard let line = AgeDensity(fitted) else { return nil }
        let from = classes.last { $0.ages.upperBound <= end } ?? last
        var tail = Tail(
            line: line,
            bytesPerKeyShare: bytesPerKeyShare,
            from: (from.ages.upperBound, from.cumulative),
            evictionAge: end
        )
        tail.evictionAge = tail.age(at: 1) ?? end
        // At what age that is follows from the line, which follows from it: soon neither changes.
        for _ in 0..<4 where evictedPerSecond > 0 {
            let known = (age: tail.evictionAge, density: evictedPerSecond)
            tail.line = AgeDensity(fitted, through: known) ?? tail.line
            tail.evictionAge = tail.age(at: 1) ?? tail.evictionAge
        }
        return tail
    }

    /// Seconds of idleness after which a key is evicted now.
    package var evictionAge: Double { tail.evictionAge }

    /// The hit ratio if the cache held `factor` times what it holds, or `nil` beyond twice that.
    ///
    /// The interval is that of counting so many keys, and what traces on servers that really had the
    /// other size were off by: 0.04 at half the size and at one and a half times, 0.065 at twice.
    package func hitRatio(at factor: Double) -> Estimate? {
        guard (0.05...2).contains(factor) else { return nil }
        guard let density = density(at: factor) else { return nil }
        let now = tail.density(tail.evictionAge)
        let change = factor == 1 ? 0 : (density.perSecond - now) / lookupsPerSecond
        let counting = Estimate.normalQuantile * density.error / lookupsPerSecond
        let beyond = factor < 1 ? 0.08 * (1 - factor) : 0.05 * (factor - 1) + 0.015
        let model = factor == 1 ? 0 : beyond
        let half = (counting * counting + model * model).squareRoot()
        // A larger cache never hits less, and saves no more misses than there are evictions.
        let most = min(1, hitRatio + evictedPerSecond / lookupsPerSecond)
        let bounds = factor < 1 ? 0...hitRatio : hitRatio...max(hitRatio, most)
        let ratio = min(bounds.upperBound, max(bounds.lowerBound, hitRatio - change))
        return Estimate(ratio, low: max(0, ratio - half), high: min(1, ratio + half))
    }

    /// The rate at which keys pass the age that a size stands for, and its standard error.
    private func density(at factor: Double) -> (perSecond: Double, error: Double)? {
        if factor >= tail.from.share {
            // Where all keys there are would find room, none is left that passes any age.
            return (tail.age(at: factor).map { tail.density($0) } ?? 0, 0)
        }
        guard let place = classes.firstIndex(where: { $0.cumulative >= factor }) else { return nil }
        // One class more on each side, unless that is the present: a single one is noisy.
        let around = classes[max(0, place - 1)...min(classes.count - 1, place + 1)]
        let keys = around.reduce(0) { $0 + $1.keys }
        let width = around.reduce(0) { $0 + $1.width }
        return (keys * weight / width, keys.squareRoot() * weight / width)
    }
}

extension MissRatioCurve.Tail {
    /// The age up to which keys make up a share of all bytes, by the fitted density.
    fileprivate func age(at share: Double) -> Double? {
        guard share >= from.share else { return from.age }
        let wanted = share - from.share
        var (age, sum) = (from.age, 0.0)
        // Steps of a hundredth of the age follow the power closely, and end: ages only grow.
        for _ in 0..<2_000 {
            let step = age * 0.01
            sum += density(age + step / 2) * step * bytesPerKeyShare
            age += step
            if sum >= wanted { return age }
        }
        return nil
    }
}
