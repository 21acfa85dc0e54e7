package import CacheMetrics
import Painting

/// What differs between two intervals of a node, largest change first.
package struct Difference: Sendable {
    /// One thing that differs.
    package struct Row: Sendable {
        /// What it is.
        package var name: String
        /// The value before, as it is shown.
        package var before: String
        /// The value after, as it is shown.
        package var after: String
        /// The value before as a number, where it is one.
        package var old: Double?
        /// The value after as a number, where it is one.
        package var new: Double?
        /// A rate over all the time between, or how fast a level went from one to the other, as it is shown.
        package var between: String?
        /// How many times as much it became, or `nil` if that cannot be said.
        package var factor: Double? {
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
    package let rows: [Row]

    /// Changes smaller than this are what a cache does anyway.
    private static let leastFactor = 1.02

    /// The difference between two intervals, and what was between them by one that covers that time.
    package init(from before: Interval, to after: Interval, over between: Interval? = nil) {
        let metrics = MetricCatalog.all.compactMap { metric -> Row? in
            let (old, new) = (metric.value(before), metric.value(after))
            guard old != new else { return nil }
            return Row(
                name: metric.name,
                before: metric.text(old),
                after: metric.text(new),
                old: old,
                new: new,
                between: between.flatMap { Self.course(of: metric, over: $0) }
            )
        }
        let settings = Self.settings.compactMap { name -> Row? in
            let field = InfoField<[UInt8]>(name)
            let (old, new) = (before.info[field], after.info[field])
            guard old != new else { return nil }
            let text = { (value: [UInt8]?) in value.map { escapedText($0, limit: 40) } ?? "–" }
            return Row(name: name, before: text(old), after: text(new))
        }
        rows = (settings + metrics + Self.commands(before, after, between))
            .filter { $0.factor.map { max($0, 1 / $0) >= Self.leastFactor } ?? true }
            .sorted { ($0.weight, $1.name) > ($1.weight, $0.name) }
    }

    /// How a metric went over the time between: at what rate, or how fast its level changed.
    private static func course(of metric: Metric, over between: Interval) -> String? {
        // A sample alone has levels and no rates.
        let levels = [between.earlier, between.later].map { end in
            end.flatMap { metric.value(Interval(after: nil, to: $0)) }
        }
        guard let end = levels[1] else { return metric.text(metric.value(between)) }
        guard let begin = levels[0], let change = between.perSecond(end - begin) else { return nil }
        switch metric.unit {
        case .count, .bytes: return (change < 0 ? "-" : "+") + metric.text(abs(change)) + "/s"
        case .perSecond, .bytesPerSecond, .ratio, .quotient, .seconds: return nil
        }
    }

    /// What is said in words.
    private static let settings = [
        "redis_version", "valkey_version", "role", "maxmemory_policy", "run_id", "mem_allocator",
        "aof_enabled", "master_link_status", "rdb_last_bgsave_status",
    ]

    /// Calls a second by command.
    private static func commands(
        _ before: Interval,
        _ after: Interval,
        _ between: Interval?
    ) -> [Row] {
        let (old, new) = (before.callsPerSecond, after.callsPerSecond)
        let means = between?.callsPerSecond
        return Set(old.keys).union(new.keys).compactMap { name in
            let text = { (rate: Double?) in rate.map { Figures.count($0) + "/s" } ?? "–" }
            // A call or two tells nothing.
            guard max(old[name] ?? 0, new[name] ?? 0) >= 1 else { return nil }
            return Row(
                name: "calls of \(escapedText(name, limit: 30))",
                before: text(old[name]),
                after: text(new[name]),
                old: old[name],
                new: new[name],
                between: means.map { text($0[name]) }
            )
        }
    }
}
