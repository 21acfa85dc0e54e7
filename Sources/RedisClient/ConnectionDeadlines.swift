/// The longest each step of opening a connection may take.
package struct ConnectionDeadlines: Sendable, Equatable {
    /// Name lookup and TCP connect together.
    package var connecting: Duration = .seconds(2)
    /// Each exchange of the handshake.
    package var handshake: Duration = .seconds(2)

    /// The deadlines of `faults.md` section 1.
    package init() {}
}
