/// What a connection is to the server, which decides how much output it may let pile up.
package enum ClientKind: UInt8, Sendable, CaseIterable {
    /// Asks and is answered.
    case normal
    /// Subscribes to channels, and is sent what others publish.
    case subscriber
    /// Follows this server's data.
    case replica
    /// The server that this one follows.
    case primary
    /// Sees every command.
    case monitor

    /// The kind by the letters of a connection's `flags`.
    init(flags: some Sequence<UInt8>) {
        self = .normal
        for flag in flags {
            switch flag {
            case UInt8(ascii: "P"): self = .subscriber
            case UInt8(ascii: "S"): self = .replica
            case UInt8(ascii: "M"): self = .primary
            case UInt8(ascii: "O"): self = .monitor
            default: continue
            }
        }
    }
}
