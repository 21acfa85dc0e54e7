/// A server being watched, by the name the operator knows it under, such as `10.0.0.7:6379`.
package struct NodeID: Sendable, Hashable, Comparable {
    /// The name, as shown.
    package let name: String

    /// A node by its name.
    package init(_ name: String) {
        self.name = name
    }

    package static func < (one: NodeID, other: NodeID) -> Bool { one.name < other.name }
}
