/// Where a server listens.
package enum ServerAddress: Sendable, Hashable {
    /// A host name or address and its port.
    case tcp(host: String, port: Int)
    /// A socket file on this machine.
    case unixSocket(path: String)
}

extension ServerAddress: CustomStringConvertible {
    /// `host:port`, `[v6]:port` or the socket's path.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}
