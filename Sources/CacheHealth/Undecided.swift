package import CacheMetrics

/// A check that had not enough to go by.
package struct Undecided: Sendable, Equatable {
    /// The rule's name.
    package var rule: String
    /// The node it is about.
    package var node: NodeID
    /// What was missing.
    package var reason: String

    /// A check that lacked something.
    package init(rule: String, node: NodeID, reason: String) {
        (self.rule, self.node, self.reason) = (rule, node, reason)
    }
}
