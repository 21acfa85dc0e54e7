/// What was counted by pattern: sums, from which the estimates follow whenever they are wanted.
package struct PatternTable: Sendable, Equatable {
    /// Keys the table is about.
    package var sampled: UInt64 = 0
    /// The patterns, biggest first.
    package var patterns: [KeyPattern] = []
    /// Keys that follow none of them.
    package var others = KeyGroup()
    /// How long keys have not been used, where the server keeps that.
    package var idle = IdleProfile()
    /// What was seen of names that carry a version.
    package var versions: [VersionedPattern] = []
    /// What the server says that keys take, over what it says of each of them, in millionths; known
    /// once every key was met.
    package var ledgerMillionths: Int64?

    /// A table of nothing.
    package init() {}

    /// One pattern and what is estimated of its keys.
    package struct Row: Sendable {
        /// The template, or `nil` for keys that follow none.
        package var template: [UInt8]?
        /// What was seen.
        package var pattern: KeyPattern
        /// How many keys there are.
        package var keys: Estimate
        /// How many bytes they take, or `nil` where too few were seen to say.
        package var bytes: Estimate?
        /// Bytes that they may take beyond that, in keys larger than any that were met: what the
        /// server's ledger has and the sample has not, of which nothing shows whose it is; `nil` where
        /// there is no ledger of these keys.
        package var unmetBytes: Double?
        /// The share of them without a TTL, of their own or of their fields; `nil` where none was
        /// probed.
        package var lasting: Estimate?

        /// What was seen of its keys.
        package var group: KeyGroup { pattern.group }

        /// The row if so many bytes more may be its own, unless all of them were seen.
        fileprivate func missing(_ unmet: Double?) -> Row {
            var row = self
            row.unmetBytes = bytes?.isExact == true ? 0 : unmet
            return row
        }
    }

    /// The patterns, biggest first, of a key space with these totals.
    ///
    /// What the ledger has and the sample does not account for may be any pattern's.
    package func rows(of totals: KeyspaceTotals) -> [Row] {
        let unmet = unmet(of: totals)
        let rest = KeyPattern(template: [], group: others)
        let rows =
            (patterns.map { row($0.template, $0, of: totals) } + [row(nil, rest, of: totals)])
            .filter { $0.group.keys > 0 }
            .map { $0.missing(unmet) }
        return FieldTTLs(totals).adjusted(rows).sorted { one, other in
            let (mine, others) =
                (
                    one.bytes?.value ?? one.group.bytesSeen,
                    other.bytes?.value ?? other.group.bytesSeen
                )
            return (mine, one.keys.value) > (others, other.keys.value)
        }
    }

    /// What is known of names that carry a version; where the server's own counts settle it, by those.
    package func versions(of totals: KeyspaceTotals) -> [VersionedPattern] {
        guard let share = totals.settledLastingShare else { return versions }
        return versions.map { family in
            var settled = family
            settled.staleProbed = family.staleKeys
            settled.staleLasting = share > 0 ? family.staleKeys : 0
            return settled
        }
    }

    /// All keys together.
    package func total(of totals: KeyspaceTotals) -> Row {
        var total = row(nil, KeyPattern(template: [], group: everything), of: totals)
        total.keys =
            totals.keys.map { Estimate(exactly: Double(max($0, sampled))) }
            ?? Estimate(atLeast: Double(sampled))
        return total.missing(unmet(of: totals))
    }

    /// The bytes that keys not met yet may take; `nil` where there is no ledger, or nothing to compare
    /// it with.
    private func unmet(of totals: KeyspaceTotals) -> Double? {
        guard let keys = totals.keys else { return nil }
        return totals.ledger.map { unmet(ofLedger: $0, population: keys) }
    }

    /// What keys take by the server's ledger, `InfoReport.bytesOfKeys`, in the measure of
    /// `MEMORY USAGE`.
    package func bytes(ofLedger ledger: Double) -> Double {
        ledger / (ledgerMillionths.map { max(0.1, Double($0) / 1e6) } ?? 1)
    }

    /// The bytes that the server says keys take and the sample does not account for, or `nil` if it
    /// does: big keys that were not met yet (`keyspace.md` E4).
    ///
    /// `ledger` is `InfoReport.bytesOfKeys`. Big keys that were met count as they are, not as what
    /// they stand for: it is the others that are asked about.
    package func remainder(ofLedger ledger: Double, population: UInt64) -> Double? {
        let all = everything
        guard all.sized >= 100, ledger > 0 else { return nil }
        let mean = Double(all.bytes) / Double(all.sized)
        let share = Double(all.sized) / Double(max(1, all.keys))
        let known = mean * share * Double(max(population, sampled)) + Double(all.bigBytes)
        let rest = bytes(ofLedger: ledger) - known
        return rest > max(Self.leastRemainder, ledgerError * ledger) ? rest : nil
    }

    /// Bytes by which the ledger of a server is off that has hardly any keys: tables that have just grown,
    /// buffers, scripts.
    private static let leastRemainder = 524_288.0

    /// By how much the ledger may be off, before both measures were compared and after.
    private var ledgerError: Double { ledgerMillionths == nil ? 0.05 : 0.02 }

    /// The bytes that keys not met yet may take at most, if there is reason to think that they take any.
    private func unmet(ofLedger ledger: Double, population: UInt64) -> Double {
        remainder(ofLedger: ledger, population: population).map { $0 + ledgerError * ledger } ?? 0
    }

    /// All that was seen.
    package var everything: KeyGroup { patterns.reduce(others) { $0 + $1.group } }

    /// The share of all keys that have a property, from how many of those asked have it.
    package static func share(
        of count: UInt64,
        in asked: UInt64,
        ofPopulation population: UInt64
    ) -> Estimate {
        Estimate.share(Double(count), of: Double(asked), in: Double(max(population, asked)))
    }

    /// One pattern of the table, or `nil` for what follows none, of a key space with these totals.
    package func row(
        _ template: [UInt8]?,
        _ pattern: KeyPattern,
        of totals: KeyspaceTotals
    ) -> Row {
        // A template without a wildcard is the name of one key, and that key was seen.
        let isOneKey = template != nil && pattern.isOneKey
        let group = pattern.group
        var row = Row(template: template, pattern: pattern, keys: Estimate(atLeast: 0))
        if isOneKey {
            row.keys = group.keys(of: group.keys, in: group.keys)
            row.bytes = group.bytes(of: group.keys, in: group.keys)
        } else if let population = population(by: totals) {
            row.keys = group.keys(of: sampled, in: population)
            row.bytes = group.bytes(of: sampled, in: population)
        } else {
            row.keys = Estimate(atLeast: Double(group.keys))
        }
        row.lasting = Self.lasting(group, keys: row.keys.value, totals)
        return row
    }

    /// How many keys the sample is one of, or `nil` where that is not known.
    ///
    /// While no pass over all keys has come round and agreed with `DBSIZE`, there are more than were met,
    /// whatever the two numbers are.
    private func population(by totals: KeyspaceTotals) -> UInt64? {
        guard let keys = totals.keys, totals.isComplete || !totals.isUnordered else { return nil }
        return totals.isComplete ? max(keys, sampled) : max(keys, sampled &+ sampled / 20 &+ 1)
    }

    /// The share of a group's keys that never expire: where the server's own counts settle it, by those.
    private static func lasting(
        _ group: KeyGroup,
        keys: Double,
        _ totals: KeyspaceTotals
    ) -> Estimate? {
        if let share = totals.settledLastingShare { return Estimate(exactly: share) }
        let asked = group.lasting &+ group.expiringKeys
        guard asked > 0 else { return nil }
        let all = max(Double(asked), min(1e15, keys))
        return Estimate.share(Double(group.lasting), of: Double(asked), in: all)
    }
}
