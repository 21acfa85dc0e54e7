/// The name of an `INFO` field, hashed once.
package struct InfoName: Sendable, Hashable {
    let bytes: [UInt8]
    let hash: UInt64

    /// The name as the server spells it.
    package init(_ name: String) {
        bytes = Array(name.utf8)
        hash = fnv1a(bytes)
    }
}
