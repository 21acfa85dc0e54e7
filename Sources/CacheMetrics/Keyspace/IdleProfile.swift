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
        guard let idle = key.idleSeconds, let size = key.memoryBytes, size >= 0 else { return }
        let place = Self.place(of: idle)
        keys[place] += 1
        bytes[place] &+= UInt64(size)
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
