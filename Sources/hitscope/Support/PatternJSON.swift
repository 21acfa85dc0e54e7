import CacheMetrics
import Painting

extension SnapshotJSON {
    /// Patterns of keys, biggest first, and the share of all keys that says so.
    static func patterns(_ rows: [PatternTable.Row], coverage: Double, sampled: UInt64) -> JSON {
        .object([
            ("coverage", .number(coverage)),
            ("sampled", .integer(Int64(clamping: sampled))),
            ("rows", .array(rows.map(pattern))),
        ])
    }

    private static func pattern(_ row: PatternTable.Row) -> JSON {
        .object([
            ("pattern", row.template.map { .string(escapedText($0)) } ?? .null),
            ("keys", .number(row.keys.value)), ("keys_low", .number(row.keys.low)),
            ("keys_high", .number(row.keys.high)), ("bytes", .optional(row.bytes?.value)),
            ("bytes_low", .optional(row.bytes?.low ?? row.group.bytesSeen)),
            ("bytes_high", .optional(row.bytes?.high)),
            ("no_ttl_share", .optional(row.group.lastingShare)),
            ("ttl_median_seconds", .optional(row.pattern.medianSeconds)),
            ("type", .optional(row.group.commonType?.name)),
            ("expiring_together", .array(row.pattern.bursts.map(burst))),
        ])
    }

    private static func burst(_ burst: ExpiryBurst) -> JSON {
        .object([
            ("within_seconds", .number(Double(burst.widthMilliseconds) / 1_000)),
            ("share", .number(burst.share.value)), ("share_low", .number(burst.share.low)),
            ("share_high", .number(burst.share.high)),
        ])
    }
}
