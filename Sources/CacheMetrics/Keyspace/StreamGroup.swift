/// A group of consumers of a stream, as `XINFO GROUPS` tells it.
package struct StreamGroup: Sendable, Equatable {
    /// Its name.
    package var name: [UInt8]
    /// Consumers it has or had.
    package var consumers: UInt64
    /// Entries that were handed out and not acknowledged.
    package var pending: UInt64
    /// Entries not handed out yet, 7.0 and later; `nil` where the server cannot tell.
    package var lag: UInt64?

    /// A group from its parts.
    package init(name: [UInt8], consumers: UInt64, pending: UInt64, lag: UInt64?) {
        (self.name, self.consumers) = (name, consumers)
        (self.pending, self.lag) = (pending, lag)
    }

    /// Entries that are still to be done, as far as that is known.
    package var waiting: UInt64 {
        let (sum, overflow) = pending.addingReportingOverflow(lag ?? 0)
        return overflow ? .max : sum
    }

    /// The group by another name.
    package func named(_ name: [UInt8]) -> StreamGroup {
        StreamGroup(name: name, consumers: consumers, pending: pending, lag: lag)
    }
}
