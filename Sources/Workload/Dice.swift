import Glibc

/// Repeatable chance: SplitMix64 (Steele, Lea, Flood 2014) and the distributions traffic has.
package struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Dice whose whole future follows from `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but without 1.
    package mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something happens that happens with a probability.
    package mutating func happens(_ probability: Double) -> Bool { share() < probability }

    /// A whole number of a range.
    package mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A size in bytes: most are near the median, a few are many times as large (log-normal).
    package mutating func size(median: Double, spread: Double, atMost limit: Int) -> Int {
        let normal = (-2 * log(max(1e-12, share()))).squareRoot() * cos(2 * .pi * share())
        return max(1, min(limit, Int(median * exp(spread * normal))))
    }

    /// A time to live of so many seconds and up to a fifth more, as a command's word: what is cached together
    /// should not end together.
    package mutating func lifetime(_ seconds: Int) -> [UInt8] {
        Array("\(seconds + number(0..<max(1, seconds / 5)))".utf8)
    }

    /// Text of a length that looks like a document.
    package mutating func text(_ length: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(length)
        while text.count < length { text.append(alphabet[Int(truncatingIfNeeded: next() % 64)]) }
        return text
    }
}

private let alphabet = Array(
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,".utf8
)
