/// Hashes whose fields have a TTL of their own, which `PTTL` does not show.
///
/// The server counts them (`subexpiry`, `keys_with_volatile_items`) and does not say which they are.
/// Small ones that are plain listpacks are not among them: one `HEXPIRE` turns the encoding into
/// `listpackex` (Redis 7.4) or a hashtable (Valkey 9). Where more than one pattern could hold them, the
/// share of keys without a TTL is only known to be at most what `PTTL` said.
struct FieldTTLs {
    private let hashes: Double

    init(_ totals: KeyspaceTotals) { hashes = Double(totals.hashesWithFieldTTLs) }

    /// Rows with the shares of keys without a TTL lowered by those hashes.
    func adjusted(_ rows: [PatternTable.Row]) -> [PatternTable.Row] {
        guard hashes > 0 else { return rows }
        let most = rows.map(most)
        let all = most.reduce(0, +)
        return rows.indices.map { place in
            var row = rows[place]
            guard most[place] > 0, let share = row.lasting, row.keys.value > 0 else { return row }
            let highest = min(1, min(hashes, most[place]) / row.keys.value)
            let low = max(0, share.low - highest)
            // All of those that could be are, but for what a sample cannot tell.
            let isSettled = all <= 1.05 * hashes || most[place] >= 0.95 * all
            row.lasting =
                isSettled
                ? Estimate(
                    max(0, share.value - highest),
                    low: low,
                    high: max(low, share.high - highest)
                ) : Estimate(share.value, low: low, high: share.high)
            return row
        }
    }

    /// Keys of a row that could be such hashes.
    private func most(_ row: PatternTable.Row) -> Double {
        let group = row.group
        guard group.commonType ?? .hash == .hash else { return 0 }
        let encodings = group.storage.encodings
        let asked = group.storage.asked
        guard asked > 0 else { return row.keys.value }
        let plain = encodings[KeyEncoding.packed.rawValue]
        return row.keys.value * Double(asked - min(asked, plain)) / Double(asked)
    }
}
