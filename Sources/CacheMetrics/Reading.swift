/// One step of a source: what one node said on one beat, or why it said nothing.
package struct Reading: Sendable, Equatable {
    /// Who it is about.
    package var node: NodeID
    /// When it was learned.
    package var moment: Moment
    /// What was learned.
    package var content: Content

    /// What a reading can hold.
    package enum Content: Sendable, Equatable {
        /// The node answered.
        case sample(Sample)
        /// The node did not answer, or not as a cache that can be watched.
        case outage(Outage)
    }

    /// A reading of one node.
    package init(node: NodeID, moment: Moment, content: Content) {
        self.node = node
        self.moment = moment
        self.content = content
    }
}
