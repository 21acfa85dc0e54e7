/// How a value is stored, as `OBJECT ENCODING` names it.
package enum KeyEncoding: Int, Sendable, CaseIterable {
    /// A number, or a string in the same block as its object, or apart from it.
    case int, embeddedString, rawString
    /// Small collections in one block: `listpack`, `ziplist` before 7.0, or `intset`.
    case packed
    /// Collections with a block for each element.
    case hashTable, skipList
    /// Lists of blocks, and streams.
    case quickList, stream
    /// A name not known here.
    case other
    /// A hash in one block with TTLs of its fields, Redis 7.4.
    case packedWithTTLs

    /// The encoding by the server's name for it.
    package init(_ name: [UInt8]) {
        self =
            switch String(decoding: name, as: UTF8.self) {
            case "int": .int
            case "embstr": .embeddedString
            case "raw": .rawString
            case "listpack", "ziplist", "intset": .packed
            case "listpackex": .packedWithTTLs
            case "hashtable": .hashTable
            case "skiplist": .skipList
            case "quicklist", "linkedlist": .quickList
            case "stream": .stream
            default: .other
            }
    }

    /// A word for it.
    package var name: String {
        switch self {
        case .int: "int"
        case .embeddedString: "embstr"
        case .rawString: "raw"
        case .packed: "listpack"
        case .hashTable: "hashtable"
        case .skipList: "skiplist"
        case .quickList: "quicklist"
        case .stream: "stream"
        case .other: "other"
        case .packedWithTTLs: "listpackex"
        }
    }

    /// Whether each element has a block of its own, where a small collection would do without.
    var hasBlocksForElements: Bool { self == .hashTable || self == .skipList }
}
