/// A command the server will not run for us.
package struct Refusal: Sendable, Hashable {
    /// The ACL rule that would allow it, such as `+slowlog|get`.
    package var accessRule: String
    /// Why it is refused.
    package var reason: Reason

    /// The kinds of refusal the operator can do something different about.
    package enum Reason: UInt8, Sendable, CaseIterable {
        /// The user may not run it.
        case notPermitted
        /// This server does not have it, or it was renamed.
        case unknownCommand
        /// Anything else.
        case other
    }

    /// A refusal of the command that `accessRule` would allow.
    package init(accessRule: String, reason: Reason) {
        self.accessRule = accessRule
        self.reason = reason
    }
}

extension Refusal {
    /// What the operator would have to change, or why nothing helps.
    package var sentence: String {
        switch reason {
        case .notPermitted: "needs \(accessRule)"
        case .unknownCommand, .other: "not available on this server: \(accessRule.dropFirst())"
        }
    }
}
