/// What stands between a server and whoever can reach it, by its own settings.
///
/// Nothing in it is secret, and nothing secret was asked for: whether the server wants a password is
/// found out by coming without one, and of the addresses it listens on only the count is kept.
package struct Protection: Sendable, Equatable {
    /// Addresses it listens on, for plain connections or for TLS, that other machines can reach.
    package var outsideAddresses: UInt64
    /// Whether it turns other machines away for as long as it wants no password.
    package var hasProtectedMode: Bool
    /// Whether it takes nobody in who shows no certificate.
    package var wantsCertificates: Bool
    /// Whether it lets in who has no password, or `nil` if that is not known.
    package var letsStrangersIn: Bool?

    /// The protection from its parts.
    package init(outsideAddresses: UInt64, hasProtectedMode: Bool, wantsCertificates: Bool) {
        self.outsideAddresses = outsideAddresses
        self.hasProtectedMode = hasProtectedMode
        self.wantsCertificates = wantsCertificates
    }
}
