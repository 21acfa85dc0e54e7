/// What a rule says of a node at one moment.
package enum Judgement: Sendable, Equatable {
    /// Nothing is wrong in this respect.
    case healthy
    /// Something is, by these numbers, and has been for so long where that is known already; `about`
    /// is the pattern, key or command it is about, as the server named it.
    case sick(Severity, [Evidence], lasting: Duration = .zero, about: [UInt8]? = nil)
    /// There is not enough to go by, for this reason.
    case unknown(String)
}
