/// Name of a key or of a member of a collection, identified by all of its bytes.
///
/// Query caches, URLs and JSON members differ behind their first hundreds of bytes. Of a longer name
/// the beginning is kept, for display, beside a hash of the whole, so that two names that begin alike
/// never become one.
package struct KeyName: Sendable, Hashable {
    /// The name, or the first `longest` bytes of a longer one.
    package let bytes: [UInt8]
    /// Length of the whole name in bytes.
    package let length: Int64
    /// Hash of the whole name where it is clipped; `nil` where it is not, or in recordings made
    /// before 0.2.
    package let hash: UInt64?

    /// Bytes kept of a name: more than a screen shows.
    package static let longest = 256

    /// The name with these bytes.
    package init(_ whole: [UInt8]) {
        guard whole.count > Self.longest else {
            self.init(bytes: whole, length: Int64(whole.count), hash: nil)
            return
        }
        self.init(clipped: Array(whole.prefix(Self.longest)), length: whole.count, fnv1a(whole))
    }

    /// A name too long to keep, by its beginning, its length and the FNV-1a hash of all its bytes.
    package init(clipped beginning: [UInt8], length: Int, _ hash: UInt64) {
        self.init(bytes: beginning, length: Int64(length), hash: hash)
    }

    /// A name as a recording has it.
    package init(bytes: [UInt8], length: Int64, hash: UInt64?) {
        (self.bytes, self.length, self.hash) = (bytes, length, hash)
    }

    /// `true` where only the beginning of the name is kept.
    package var isClipped: Bool { length > bytes.count }

    /// Bytes that no other name has: the name itself, or what is kept of it, a mark that it is clipped
    /// and the hash.
    package var identity: [UInt8] {
        guard let hash else { return bytes }
        return bytes + Array("...#\(Self.digits(of: hash))".utf8)
    }

    /// The hash in hexadecimal digits; `nil` for a whole name.
    package var hashDigits: String? { hash.map(Self.digits) }

    private static func digits(of hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension KeyName: Comparable {
    package static func < (one: KeyName, other: KeyName) -> Bool {
        one.identity.lexicographicallyPrecedes(other.identity)
    }
}
