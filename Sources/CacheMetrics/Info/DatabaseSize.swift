/// How many keys a numbered database holds.
package struct DatabaseSize: Sendable, Equatable {
    /// The database's number.
    package var number: Int
    /// Its keys.
    package var keys: UInt64
    /// Those of them that will expire.
    package var expiringKeys: UInt64
}
