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
        /// server's ledger has and the sample has not, of which nothing tells whose it is; `nil` where
        /// there is no ledger of these keys.
        package var unmetBytes: Double?

        /// What was seen of its keys.
        package var group: KeyGroup { pattern.group }

        /// The row if so many bytes more may be its own, unless all of them were seen.
        fileprivate func missing(_ unmet: Double?) -> Row {
            var row = self
            row.unmetBytes = bytes?.isExact == true ? 0 : unmet
            return row
        }
    }

    /// The patterns, biggest first, where there are so many keys in all.
    ///
    /// `ledger` is `InfoReport.bytesOfKeys`, if it is that of these keys alone. What it has and the
    /// sample does not account for may be any pattern's.
    package func rows(ofPopulation population: UInt64, ledger: Double? = nil) -> [Row] {
        let all = max(population, sampled)
        let unmet = ledger.map { self.unmet(ofLedger: $0, population: population) }
        let rest = KeyPattern(template: [], group: others)
        return
            (patterns.map { row($0.template, $0, ofPopulation: all) } + [
                row(nil, rest, ofPopulation: all)
            ])
            .filter { $0.group.keys > 0 }
            .map { $0.missing(unmet) }
            .sorted { one, other in
                let (mine, others) =
                    (
                        one.bytes?.value ?? one.group.bytesSeen,
                        other.bytes?.value ?? other.group.bytesSeen
                    )
                return (mine, one.keys.value) > (others, other.keys.value)
            }
    }

    /// All keys together.
    package func total(ofPopulation population: UInt64, ledger: Double? = nil) -> Row {
        let all = max(population, sampled)
        let unmet = ledger.map { self.unmet(ofLedger: $0, population: population) }
        var total = row(nil, KeyPattern(template: [], group: everything), ofPopulation: all)
        total.keys = Estimate(exactly: Double(all))
        return total.missing(unmet)
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

    /// One pattern of the table, or `nil` for what follows none, where there are so many keys in all.
    package func row(
        _ template: [UInt8]?,
        _ pattern: KeyPattern,
        ofPopulation population: UInt64
    ) -> Row {
        let population = max(population, sampled)
        // A template without a wildcard is the name of one key, and that key was seen.
        let isOneKey = template != nil && pattern.isOneKey
        let group = pattern.group
        let (sampled, all) = isOneKey ? (group.keys, group.keys) : (sampled, population)
        return Row(
            template: template,
            pattern: pattern,
            keys: group.keys(of: sampled, in: all),
            bytes: group.bytes(of: sampled, in: all)
        )
    }
}
