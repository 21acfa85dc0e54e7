/// What a connection was doing when it failed.
package enum ConnectionStep: String, Sendable, Equatable {
    /// Looking up the host and opening the connection.
    case connecting
    /// Agreeing on the protocol and logging in.
    case handshake
    /// Waiting for the replies of a poll.
    case polling
}
