/// What a key holds, as `TYPE` names it.
package enum KeyType: Int, Sendable, CaseIterable {
    case string, list, set, sortedSet, hash, stream
    /// A module's own type.
    case other

    /// The type by the server's name for it.
    package init(_ name: [UInt8]) {
        self = Self.allCases.first { Array($0.name.utf8) == name } ?? .other
    }

    /// The server's name for it.
    package var name: String {
        switch self {
        case .string: "string"
        case .list: "list"
        case .set: "set"
        case .sortedSet: "zset"
        case .hash: "hash"
        case .stream: "stream"
        case .other: "other"
        }
    }
}
