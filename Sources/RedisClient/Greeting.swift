import RESP

/// What a server said of itself when a connection was opened.
package struct Greeting: Sendable, Equatable {
    /// The RESP version agreed on: 3, or 2 where the server or a proxy knows no `HELLO`.
    package var protocolVersion = 2
    /// The server's version, or `nil` if it did not say one that can be read.
    package var serverVersion: ServerVersion?
    /// `true` where it said that it is a node of a cluster.
    package var isOfCluster = false
    /// Whether reads on this connection leave LRU and LFU clocks alone: Redis and Valkey 7.2 on.
    package var leavesKeysUntouched = false

    /// What nothing is known of.
    package init() {}
}
