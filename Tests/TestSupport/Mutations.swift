/// An endless, repeatable stream of damaged copies of some bytes.
///
/// A copy has a few bytes flipped, replaced by ones that matter to a parser, cut out or doubled:
/// what a broken server, a bad disk or an attacker would do. The same seed gives the same stream.
package struct Mutations: Sendable {
    private let original: [UInt8]
    private var random: SeededGenerator

    /// Damaged copies of `bytes`, decided by `seed`.
    package init(of bytes: [UInt8], seed: UInt64) {
        original = bytes
        random = SeededGenerator(seed: seed)
    }

    /// The next damaged copy.
    package mutating func next() -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[index] = Self.tellingBytes.randomElement(using: &random) ?? 0
            case 2: bytes.removeSubrange(index..<min(bytes.count, index + piece()))
            case 3:
                bytes.insert(
                    contentsOf: bytes[index..<min(bytes.count, index + piece())],
                    at: index
                )
            case 4: bytes.removeLast(bytes.count - index)
            default: bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }

    private mutating func piece() -> Int { Int.random(in: 1...16, using: &random) }

    private static let tellingBytes = Array("0123456789-+.*$:%~>|=!(,#_?;\r\n".utf8)
}

/// A small, fast, repeatable random number generator: SplitMix64 (Steele, Lea, Flood 2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator whose whole future follows from `seed`.
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
}
