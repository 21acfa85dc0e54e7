package import RESP

/// Why a server gave no usable answer.
///
/// Every case is one the operator can act on in a different way; the words for the screen are
/// chosen above this target, from these facts.
package enum RedisError: Error, Sendable, Equatable {
    /// Nothing listens at the address.
    case refused
    /// The step did not finish within its deadline.
    case timedOut(ConnectionStep, after: Duration)
    /// The host name has no address.
    case unknownHost(String)
    /// The network has no way to the address.
    case unreachable
    /// The socket file does not exist.
    case noSuchSocket
    /// The socket file may not be opened by this user.
    case socketPermission
    /// The server closed the connection, or the network did, during the step.
    case closed(during: ConnectionStep)
    /// The server sent something that is not RESP.
    case notRESP(RESPError)
    /// The server refused to talk at all; the text is its error reply.
    case rejected([UInt8])
    /// Any other failure of the operating system, in its own words.
    case system(String)
    /// The wait was given up because the program is stopping.
    case cancelled
}
