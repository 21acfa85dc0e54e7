/// What is known of every node, in the order they were first heard of.
package struct History: Sendable {
    /// Each node's own history.
    package private(set) var nodes: [NodeHistory] = []
    private var positions: [NodeID: Int] = [:]

    /// A history of nothing.
    package init() {}

    /// Takes in the next reading, whichever node it is about.
    package mutating func fold(_ reading: Reading) {
        if let position = positions[reading.node] {
            nodes[position].fold(reading)
        } else {
            positions[reading.node] = nodes.count
            nodes.append(NodeHistory(reading))
        }
    }

    /// One node's history, or `nil` if nothing was heard of it.
    package subscript(node: NodeID) -> NodeHistory? {
        positions[node].map { nodes[$0] }
    }
}
