/// A field of INFO whose value follows from others of the same report, as Redis computes it.
///
/// What follows is only what is expected: where a server computes otherwise the recording is longer
/// and no less exact. Integers only, so that every machine expects the same (`recording.md` 3.4).
struct Derivation: Sendable {
    /// The number that follows, among all of the text.
    let target: Int
    private let rule: Rule

    private enum Rule: Sendable {
        case difference(Int, Int), sum(Int, Int), human(Int)
        /// The first, times a factor, divided by the second less the third, if there is one.
        case ratio(Int, Int, less: Int?, factor: Int64)
        /// Bytes of the backlog, from its first and its last.
        case length(last: Int, first: Int)
        case days(Int), total([Int])
        /// As much more than before as another is, as others are together, and as the clock says.
        case follows(Int), followsTotal([Int]), followsClock
        /// As many seconds more than before as a time in microseconds; wrapped to so many bits.
        case followsSeconds(Int, mask: Int64)
    }

    /// The value that follows from the values now and before, or `nil` if none does.
    func value(_ now: [Int64], _ before: [Int64], clock: Int64) -> Int64? {
        switch rule {
        case .difference(let one, let other): now[one] &- now[other]
        case .sum(let one, let other): now[one] &+ now[other]
        case .human(let bytes): Self.human(now[bytes])
        case .ratio(let part, let whole, let less, let factor):
            Self.quotient(now[part], factor, now[whole] &- (less.map { now[$0] } ?? 0))
        case .length(let last, let first): now[first] == 0 ? nil : now[last] &- now[first] &+ 1
        case .days(let seconds): now[seconds] / 86_400
        case .total(let parts): parts.reduce(0) { $0 &+ now[$1] }
        case .follows(let other): before[target] &+ now[other] &- before[other]
        case .followsTotal(let parts):
            parts.reduce(before[target]) { $0 &+ now[$1] &- before[$1] }
        case .followsClock: before[target] &+ clock
        case .followsSeconds(let time, let mask):
            (before[target] &+ now[time] / 1_000_000 &- before[time] / 1_000_000) & mask
        }
    }

    /// A number times a factor divided by another, the half rounded to even.
    private static func quotient(_ number: Int64, _ factor: Int64, _ divisor: Int64) -> Int64? {
        let (product, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        guard !isTooLarge, number >= 0, divisor > 0 else { return nil }
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: divisor)
        let isUp = rest > divisor - rest || rest == divisor - rest && quotient & 1 == 1
        return quotient &+ (isUp ? 1 : 0)
    }

    /// Bytes as `bytesToHuman` writes them: a hundred times K, M or G, or as they are.
    private static func human(_ bytes: Int64) -> Int64? {
        guard bytes >= 0, bytes < 1 << 40 else { return nil }
        if bytes < 1 << 10 { return bytes }
        let unit: Int64 = bytes < 1 << 20 ? 1 << 10 : bytes < 1 << 30 ? 1 << 20 : 1 << 30
        return quotient(bytes, 100, unit)
    }
}

// Which field follows from which.
extension Derivation {
    /// Everything that follows from something in a text, each after what it follows from.
    static func all(in text: NumberedText, lines: Int) -> [Derivation] {
        let fields = FieldPlaces(text, lines: lines)
        let rules =
            ratiosOfCommands(fields) + simple(fields) + memory(fields) + totals(fields)
            + later(fields)
        return rules.compactMap { target, rule in
            guard let target, let rule else { return nil }
            return Derivation(target: target, rule: rule)
        }
    }

    private typealias Entry = (Int?, Rule?)

    /// Each command's microseconds a call: `calls=#,usec=#,usec_per_call=#.##`.
    private static func ratiosOfCommands(_ at: FieldPlaces) -> [Entry] {
        at.firsts(of: "cmdstat_", decimals: [0, 0, 2]).map { first in
            (first + 2, .ratio(first + 1, first, less: nil, factor: 100))
        }
    }

    private static func simple(_ at: FieldPlaces) -> [Entry] {
        [
            (at["server_time_usec"], .followsClock),
            (at["total_net_repl_output_bytes"], at["master_repl_offset"].map { .follows($0) }),
            (
                at["mem_total_replication_buffers"],
                at["mem_clients_slaves"].map { .follows($0) }
            ),
            (
                at["repl_backlog_histlen"],
                at.pair("master_repl_offset", "repl_backlog_first_byte_offset").map {
                    .length(last: $0, first: $1)
                }
            ),
        ]
    }

    private static func memory(_ at: FieldPlaces) -> [Entry] {
        let human = [
            ("used_memory_human", "used_memory"), ("used_memory_rss_human", "used_memory_rss"),
            ("used_memory_peak_human", "used_memory_peak"), ("maxmemory_human", "maxmemory"),
            ("total_system_memory_human", "total_system_memory"),
        ].map { (at[$0], at[$1].map { Rule.human($0) }) }
        let differences = [
            ("used_memory_dataset", "used_memory", "used_memory_overhead"),
            ("allocator_frag_bytes", "allocator_active", "allocator_allocated"),
            ("allocator_rss_bytes", "allocator_resident", "allocator_active"),
            ("rss_overhead_bytes", "used_memory_rss", "allocator_resident"),
        ].map { (at[$0], at.pair($1, $2).map { Rule.difference($0, $1) }) }
        let ratios = [
            ("allocator_frag_ratio", "allocator_active", "allocator_allocated", 100 as Int64),
            ("allocator_rss_ratio", "allocator_resident", "allocator_active", 100),
            ("rss_overhead_ratio", "used_memory_rss", "allocator_resident", 100),
            ("used_memory_peak_perc", "used_memory", "used_memory_peak", 10_000),
        ].map { name, part, whole, factor in
            let rule = at.pair(part, whole).map {
                Rule.ratio($0, $1, less: nil, factor: factor)
            }
            return (at[name, decimals: 2], rule)
        }
        let sums = [
            ("used_memory_vm_total", "used_memory_vm_eval", "used_memory_vm_functions"),
            ("used_memory_scripts", "used_memory_scripts_eval", "used_memory_functions"),
        ].map { (at[$0], at.pair($1, $2).map { Rule.sum($0, $1) }) }
        let same = [(at["used_memory_lua"], at["used_memory_vm_eval"].map { Rule.total([$0]) })]
        return human + differences + ratios + sums + same
    }

    private static func totals(_ at: FieldPlaces) -> [Entry] {
        [
            (at["total_error_replies"], .total(at.firsts(of: "errorstat_"))),
            (at["total_commands_processed"], .followsTotal(at.firsts(of: "cmdstat_"))),
        ]
    }

    /// What follows from something that follows itself.
    private static func later(_ at: FieldPlaces) -> [Entry] {
        let time = at["server_time_usec"]
        return [
            (
                at["mem_fragmentation_ratio", decimals: 2],
                at.pair("used_memory_rss", "mem_fragmentation_bytes").map {
                    .ratio($0, $0, less: $1, factor: 100)
                }
            ),
            (
                at["used_memory_dataset_perc", decimals: 2],
                at.pair("used_memory_dataset", "used_memory").flatMap { data, used in
                    at["used_memory_startup"].map {
                        .ratio(data, used, less: $0, factor: 10_000)
                    }
                }
            ),
            (
                at["used_memory_vm_total_human"],
                at["used_memory_vm_total"].map { .human($0) }
            ),
            (at["used_memory_scripts_human"], at["used_memory_scripts"].map { .human($0) }),
            (at["used_memory_lua_human"], at["used_memory_lua"].map { .human($0) }),
            (at["lru_clock"], time.map { .followsSeconds($0, mask: 0xFF_FFFF) }),
            (at["uptime_in_seconds"], time.map { .followsSeconds($0, mask: .max) }),
            (at["uptime_in_days"], at["uptime_in_seconds"].map { .days($0) }),
        ]
    }
}
