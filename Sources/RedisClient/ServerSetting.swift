/// A setting of a server that may be asked for: one that tells nothing secret.
package enum ServerSetting: String, Sendable, CaseIterable {
    /// The addresses it listens on.
    case bind
    /// The port for plain connections, 0 for none.
    case port
    /// The port for connections by TLS, 0 for none.
    case tlsPort = "tls-port"
    /// Whether who comes by TLS has to show a certificate.
    case tlsAuthClients = "tls-auth-clients"
    /// Whether other machines are turned away while no password is wanted.
    case protectedMode = "protected-mode"
}
