import CacheMetrics
import Dashboard
import Painting

/// What differs between two intervals of a node, largest change first.
struct Difference {
    /// One thing that differs.
    struct Row {
        var name: String
        /// Both values as they are shown.
        var (before, after): (String, String)
        /// Both values as numbers, where they are any.
        var old: Double?
        var new: Double?
        /// How many times as much it became, or `nil` if that cannot be said.
        var factor: Double? {
            guard let old, let new, old > 0, new > 0 else { return nil }
            return new / old
        }
        /// What the rows are sorted by: how many times more or less; what came from nothing is first.
        fileprivate var weight: Double {
            guard let factor else { return .infinity }
            return max(factor, 1 / factor)
        }
    }

    /// The rows, largest change first.
    let rows: [Row]

    /// Changes smaller than this are what a cache does anyway.
    private static let leastFactor = 1.02

    init(from before: Interval, to after: Interval) {
        let metrics = MetricCatalog.all.compactMap { metric -> Row? in
            let (old, new) = (metric.value(before), metric.value(after))
            guard old != new else { return nil }
            return Row(
                name: metric.name,
                before: metric.text(old),
                after: metric.text(new),
                old: old,
                new: new
            )
        }
        let settings = Self.settings.compactMap { name -> Row? in
            let field = InfoField<[UInt8]>(name)
            let (old, new) = (before.info[field], after.info[field])
            guard old != new else { return nil }
            let text = { (value: [UInt8]?) in value.map { escapedText($0, limit: 40) } ?? "–" }
            return Row(name: name, before: text(old), after: text(new))
        }
        rows = (settings + metrics + Self.commands(before, after))
            .filter { $0.factor.map { max($0, 1 / $0) >= Self.leastFactor } ?? true }
            .sorted { ($0.weight, $1.name) > ($1.weight, $0.name) }
    }

    /// What is said in words.
    private static let settings = [
        "redis_version", "valkey_version", "role", "maxmemory_policy", "run_id", "mem_allocator",
        "aof_enabled", "master_link_status", "rdb_last_bgsave_status",
    ]

    /// Calls a second by command.
    private static func commands(_ before: Interval, _ after: Interval) -> [Row] {
        let rates = { (interval: Interval) in
            Dictionary(interval.activity.map { ($0.name, $0.callsPerSecond) }) { one, _ in one }
        }
        let (old, new) = (rates(before), rates(after))
        return Set(old.keys).union(new.keys).compactMap { name in
            let text = { (rate: Double?) in rate.map { Figures.count($0) + "/s" } ?? "–" }
            // A call or two tells nothing.
            guard max(old[name] ?? 0, new[name] ?? 0) >= 1 else { return nil }
            return Row(
                name: "calls of \(escapedText(name, limit: 30))",
                before: text(old[name]),
                after: text(new[name]),
                old: old[name],
                new: new[name]
            )
        }
    }
}
