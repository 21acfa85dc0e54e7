/// What the server says of all keys of the scanned database, for estimates from a sample of them.
package struct KeyspaceTotals: Sendable, Equatable {
    /// Number of keys, by `DBSIZE` or else the Keyspace section; `nil` where neither can be used.
    package var keys: UInt64?
    /// Number of keys with a TTL, by the Keyspace section, or `nil` where it does not say.
    package var expiring: UInt64?
    /// Number of hashes that have fields with a TTL: `subexpiry` (Redis 7.4) or
    /// `keys_with_volatile_items` (Valkey 9.0).
    package var hashesWithFieldTTLs: UInt64
    /// What the keys take by the server's own account, `InfoReport.bytesOfKeys`; `nil` where other
    /// databases share it.
    package var ledger: Double?

    /// `true` once a pass over all keys has come round and what it met agreed with `keys`.
    package var isComplete: Bool
    /// `true` where the server's order of scanning is not known to be random.
    package var isUnordered: Bool

    /// Totals from their parts.
    package init(
        keys: UInt64?,
        expiring: UInt64? = nil,
        hashesWithFieldTTLs: UInt64 = 0,
        ledger: Double? = nil,
        isComplete: Bool = false,
        isUnordered: Bool = false
    ) {
        (self.keys, self.expiring, self.ledger) = (keys, expiring, ledger)
        self.hashesWithFieldTTLs = hashesWithFieldTTLs
        (self.isComplete, self.isUnordered) = (isComplete, isUnordered)
    }

    /// The share of the keys that were sampled, or `nil` where it is not known how many there are.
    package func coverage(of sampled: UInt64) -> Double? {
        guard let keys else { return nil }
        guard keys > 0 else { return isComplete ? 1 : nil }
        let share = min(1, Double(sampled) / Double(keys))
        // One that has not come round yet is not whole, however many keys were met twice.
        return isComplete ? share : min(0.999, share)
    }

    /// The share of keys without a TTL where the server's own counts settle it: none or all of them.
    var settledLastingShare: Double? {
        guard let keys, let expiring, keys > 0 else { return nil }
        if expiring == 0 { return 1 }
        return expiring >= keys ? 0 : nil
    }
}
