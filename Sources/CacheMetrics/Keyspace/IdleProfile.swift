import Glibc

/// How long keys have not been used, counted in classes a third of an octave wide.
package struct IdleProfile: Sendable, Equatable {
    /// Keys by class.
    package var keys = [UInt64](repeating: 0, count: classes)
    /// Their bytes by class.
    package var bytes = [UInt64](repeating: 0, count: classes)

    /// Classes there are: the last holds all of half a year and more.
    package static let classes = 72

    /// A profile of nothing.
    package init() {}

    /// The class of an idle time in seconds.
    package static func place(of seconds: Int64) -> Int {
        min(classes - 1, Int(3 * log2(Double(max(0, seconds)) + 1)))
    }

    /// Where a class begins, in seconds.
    package static func start(of place: Int) -> Double { exp2(Double(place) / 3) - 1 }

    mutating func add(_ key: SurveyedKey) {
        add(seconds: key.idleSeconds, bytes: key.memoryBytes)
    }

    /// Adds a key by its idle time in seconds and its size in bytes, if both are known.
    mutating func add(seconds: Int64?, bytes: Int64?) {
        guard let seconds, let size = bytes, size >= 0 else { return }
        let place = Self.place(of: seconds)
        keys[place] += 1
        self.bytes[place] &+= UInt64(size)
    }

    /// Keys in it.
    var count: UInt64 { keys.reduce(0, &+) }

    /// The sum of profiles, each of whose keys counts as so many.
    init(summing parts: [(profile: IdleProfile, weight: Double)]) {
        var sums = (keys: [Double](repeating: 0, count: Self.classes), bytes: [Double]())
        sums.bytes = sums.keys
        for (profile, weight) in parts {
            for place in 0..<Self.classes {
                sums.keys[place] += weight * Double(profile.keys[place])
                sums.bytes[place] += weight * Double(profile.bytes[place])
            }
        }
        keys = sums.keys.map { UInt64($0.rounded()) }
        bytes = sums.bytes.map { UInt64(min(1e18, $0.rounded())) }
    }

    static func + (one: IdleProfile, other: IdleProfile) -> IdleProfile {
        var sum = one
        for place in 0..<classes {
            sum.keys[place] &+= other.keys[place]
            sum.bytes[place] &+= other.bytes[place]
        }
        return sum
    }
}
