/// Something that happened to a node, to be marked on every graph.
package struct Mark: Sendable, Equatable {
    /// What happened.
    package var kind: Kind
    /// When it was noticed.
    package var moment: Moment
    /// For an outage: what it turned out to be once the node was back, such as a restart.
    package var aftermath: Discontinuity?

    /// The beat it was noticed on.
    package var beat: Int64 { moment.beat }

    /// What can happen to a node.
    package enum Kind: Sendable, Equatable {
        /// It could not be read.
        case outage
        /// Its counters started again.
        case discontinuity(Discontinuity)
    }

    /// Whether the server started again.
    package var isRestart: Bool {
        aftermath == .restart || kind == .discontinuity(.restart)
    }

    init(kind: Kind, moment: Moment) {
        self.kind = kind
        self.moment = moment
    }
}
