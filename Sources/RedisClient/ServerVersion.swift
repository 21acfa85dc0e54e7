import RESP

/// A server's version as far as it tells what the server knows: `7.0.15` is 7 and 0.
package struct ServerVersion: Sendable, Equatable, Comparable {
    /// The first number.
    package var major: Int64
    /// The second number.
    package var minor: Int64

    /// A version made of its numbers.
    package init(major: Int64, minor: Int64) {
        self.major = major
        self.minor = minor
    }

    /// Reads a version such as `7.0.15`; `nil` if it does not begin with two numbers.
    package init?(_ text: [UInt8]) {
        let numbers = text.split(separator: UInt8(ascii: "."), maxSplits: 2).prefix(2)
            .compactMap { Int64(decimal: $0) }
        guard numbers.count == 2 else { return nil }
        self.init(major: numbers[0], minor: numbers[1])
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
