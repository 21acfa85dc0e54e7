/// The fields of `INFO` that somebody looks at: of a recording that is searched the others need not be
/// put together.
package struct InfoSelection: Sendable {
    private let beginnings: [[UInt8]]
    /// What is looked at beside `INFO`.
    package let parts: Interval.Parts

    /// Fields of some names, and all whose names begin with one of the prefixes.
    package init(
        names: [String],
        prefixes: [String] = [],
        beside parts: Interval.Parts = .all
    ) {
        self.parts = parts
        beginnings = (names + prefixes).map { Array($0.utf8) }
    }

    /// Whether a line may be wanted that begins so.
    ///
    /// Rather one too many than one too few: what follows may be part of its name, too. Headings are
    /// wanted always.
    package func mayContain(lineBeginningWith words: ArraySlice<UInt8>) -> Bool {
        let words = words.span
        guard words.count > 0, words[0] != UInt8(ascii: "#") else { return true }
        return beginnings.contains { beginning in
            let (wanted, length) = (beginning.span, min(beginning.count, words.count))
            return length == 0
                || wanted[0] == words[0]
                    && wanted.extracting(first: length).isSame(as: words.extracting(first: length))
        }
    }
}

extension InfoSelection {
    /// What an interval looks at by itself, with some of its parts, and fields that are asked for.
    init(ofIntervalsWith parts: Interval.Parts, and fields: [String]) {
        var prefixes: [String] = []
        if parts.contains(.databases) { prefixes.append("db") }
        // All commands, unless it is said which.
        if parts.contains(.commands), !fields.contains(where: { $0.hasPrefix("cmdstat_") }) {
            prefixes.append("cmdstat_")
        }
        self.init(names: Self.ofIntervals + fields, prefixes: prefixes, beside: parts)
    }

    /// What tells a restart, a failover and a reset, and the time.
    private static let ofIntervals = [
        "run_id", "uptime_in_seconds", "role", "cmdstat_info", "server_time_usec",
        "total_commands_processed", "total_connections_received", "keyspace_hits",
        "keyspace_misses", "expired_keys", "evicted_keys", "total_net_input_bytes",
        "total_net_output_bytes", "rejected_connections", "total_error_replies",
    ]
}
