/// A stream that the walk met, and how far behind those who read it in groups are.
package struct StreamUse: Sendable, Equatable {
    /// The stream's key.
    package let key: [UInt8]
    /// The groups with most left to do, the most first, or `nil` if they were not asked about.
    package var groups: [StreamGroup]?

    /// A stream of which nothing else is known.
    package init(key: [UInt8]) { self.key = key }

    /// Groups that are kept of one stream.
    package static let mostGroups = 8
}

extension StreamUse {
    /// What a group of the stream is called among all groups of all streams.
    package func trace(of group: StreamGroup) -> [UInt8] { key + [0] + group.name }
}
