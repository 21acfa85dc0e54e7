package import CacheMetrics

/// Something a rule holds to be wrong with a node, with the numbers it goes by.
package struct Finding: Sendable, Equatable {
    /// The rule's name, such as `thrash`.
    package var rule: String
    /// The node it is about.
    package var node: NodeID
    /// How urgent it is.
    package var severity: Severity
    /// What is wrong, in a few words.
    package var title: String
    /// The pattern, key or command it is about, as the server named it, or `nil` for all of the node.
    package var about: [UInt8]?
    /// When the rule first held, on the node's clocks.
    package var since: Moment
    /// The numbers the rule went by, the telling one first.
    package var evidence: [Evidence]
    /// When the rule holds, with the thresholds in force.
    package var condition: String
    /// Why it matters.
    package var effect: String
    /// What to do about it.
    package var remedy: String
}
