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

/// When something was learned, on three clocks that must not be mixed.
package struct Moment: Sendable, Hashable {
    /// Wall clock, microseconds since 1970: for showing, never for durations.
    package var wallMicroseconds: Int64
    /// A clock that never jumps, microseconds since an arbitrary start: for durations.
    package var steadyMicroseconds: Int64
    /// Which beat of the poller this was; beats that were missed leave a hole in the count.
    package var beat: Int64

    /// A moment from its three readings.
    package init(wallMicroseconds: Int64, steadyMicroseconds: Int64, beat: Int64) {
        self.wallMicroseconds = wallMicroseconds
        self.steadyMicroseconds = steadyMicroseconds
        self.beat = beat
    }

    /// The time from an earlier moment of the same source to this one.
    package func elapsed(since earlier: Moment) -> Duration {
        .microseconds(steadyMicroseconds &- earlier.steadyMicroseconds)
    }
}

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

/// Where readings come from: a live server or a recording.
///
/// The rest of the program cannot tell which. A source is pulled by exactly one task, so it needs
/// no lock and no actor. It does not throw: a server that is gone is something a dashboard shows.
package protocol ReadingSource: Sendable {
    /// Waits for the next reading; `nil` means the source has ended.
    mutating func next() async -> Reading?
}

/// Somewhere readings can be written down.
package protocol ReadingLog: Sendable {
    /// Writes one reading; a log that cannot write says so by its own means, never by throwing.
    mutating func append(_ reading: Reading)
}
