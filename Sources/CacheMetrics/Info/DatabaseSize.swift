/// How many keys a numbered database holds.
package struct DatabaseSize: Sendable, Equatable {
    /// The database's number.
    package var number: Int
    /// Its keys.
    package var keys: UInt64
    /// Those of them that will expire.
    package var expiringKeys: UInt64
    /// Hashes among them that have fields with a TTL: `subexpiry` (Redis 7.4) or
    /// `keys_with_volatile_items` (Valkey 9.0); 0 where the server does not count them.
    package var hashesWithFieldTTLs: UInt64
}
