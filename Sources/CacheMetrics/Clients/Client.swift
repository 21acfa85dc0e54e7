/// A connection to the server, as `CLIENT LIST` tells it; what a version does not tell is `nil`.
package struct Client: Sendable, Equatable {
    /// The server's number for it, never used again.
    package var id: UInt64
    /// What it is to the server.
    package var kind: ClientKind
    /// Its address as the server knows it, at most 128 bytes.
    package var address: [UInt8]
    /// The name it gave itself, often empty; at most 128 bytes, as are the next two.
    package var name: [UInt8] = []
    /// The library it says it uses, 7.2 and later.
    package var library: [UInt8] = []
    /// The command it sent last, lower case.
    package var command: [UInt8] = []
    /// The server's letters for what it is and does, such as `N` or `b`.
    package var flags: [UInt8] = []
    /// Seconds since it connected.
    package var ageSeconds: UInt64?
    /// Seconds since it sent something.
    package var idleSeconds: UInt64?
    /// Channels it subscribes to.
    package var channels: UInt64?
    /// Patterns of channels it subscribes to.
    package var channelPatterns: UInt64?
    /// Bytes it was sent and has not taken.
    package var outputBytes: UInt64?
    /// Bytes it sent that are not worked off.
    package var queryBytes: UInt64?
    /// All that the server keeps for it, in bytes, 6.2 and later.
    package var memoryBytes: UInt64?

    /// A connection of which no more is known.
    package init(id: UInt64, kind: ClientKind, address: [UInt8]) {
        (self.id, self.kind, self.address) = (id, kind, address)
    }

    /// Whether it waits for something by its own wish, such as `BLPOP`.
    package var isBlocked: Bool { flags.contains(UInt8(ascii: "b")) }

    /// What the server keeps for it at least: all of it, or its buffers where that is not told.
    package var weight: UInt64 { memoryBytes ?? (outputBytes ?? 0) &+ (queryBytes ?? 0) }
}
