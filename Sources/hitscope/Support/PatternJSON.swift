import CacheMetrics
import Painting

extension SnapshotJSON {
    /// Patterns of keys, biggest first, and the share of all keys that says so, at a time on the
    /// steady clock that the rows have; and all keys together.
    static func patterns(
        _ rows: [PatternTable.Row],
        total: PatternTable.Row,
        coverage: Double?,
        sampled: UInt64,
        at milliseconds: Int64,
        window: TrafficWindow? = nil,
        versions: [VersionedPattern] = []
    ) -> JSON {
        .object([
            ("coverage", .optional(coverage)),
            ("sampled", .integer(Int64(clamping: sampled))),
            ("rows", .array(rows.map { pattern($0, at: milliseconds, window) })),
            ("versions", .array(versions.map(family))),
            (
                "total",
                .object([
                    ("keys", total.keys.isLowerBound ? .null : .number(total.keys.value)),
                    ("bytes", .optional(total.bytes?.value)),
                    ("bytes_low", .optional(total.bytes?.low)),
                    ("bytes_high", .optional(total.bytes?.high)),
                    ("bytes_unmet", .optional(total.unmetBytes)),
                    ("keys_refused", .integer(Int64(clamping: total.group.refused))),
                ])
            ),
        ])
    }

    /// What the hit ratio would be at other sizes of memory, or `nil` where that is not known.
    static func whatIf(_ curve: MissRatioCurve?) -> JSON {
        guard let curve else { return .null }
        return .array(
            [0.5, 0.75, 1, 1.25, 1.5, 2].compactMap { factor in
                curve.hitRatio(at: factor).map { estimate in
                    .object([
                        ("maxmemory_factor", .number(factor)),
                        ("hit_ratio", .number(estimate.value)),
                        ("hit_ratio_low", .number(estimate.low)),
                        ("hit_ratio_high", .number(estimate.high)),
                    ])
                }
            }
        )
    }

    private static func family(_ family: VersionedPattern) -> JSON {
        .object([
            ("pattern", .string(escapedText(family.template))),
            ("behind_share", .number(family.staleShare.value)),
            ("behind_share_low", .number(family.staleShare.low)),
            ("behind_share_high", .number(family.staleShare.high)),
            ("behind_byte_share", .optional(family.staleByteShare)),
            (
                "behind_no_ttl_share",
                .optional(family.staleLastingShare)
            ),
        ])
    }

    private static func pattern(
        _ row: PatternTable.Row,
        at milliseconds: Int64,
        _ window: TrafficWindow?
    ) -> JSON {
        let (traffic, values) = (row.pattern.traffic, row.pattern.values)
        let rate = { (heard: KeyTraffic?) -> JSON in
            .optional(heard.flatMap { window?.rate(of: $0)?.perSecond })
        }
        return .object([
            ("pattern", row.template.map { .string(escapedText($0)) } ?? .null),
            ("keys", .number(row.keys.value)), ("keys_low", .number(row.keys.low)),
            ("keys_high", .number(row.keys.high)), ("bytes", .optional(row.bytes?.value)),
            ("bytes_low", .optional(row.bytes?.low ?? row.group.bytesSeen)),
            ("bytes_high", .optional(row.bytes?.high)),
            ("no_ttl_share", .optional(row.lasting?.value)),
            ("no_ttl_share_low", .optional(row.lasting?.low)),
            ("no_ttl_share_high", .optional(row.lasting?.high)),
            ("ttl_median_seconds", .optional(row.pattern.medianSeconds)),
            ("keys_refused", .integer(Int64(clamping: row.group.refused))),
            ("type", .optional(row.group.commonType?.name)),
            ("encoding", .optional(row.group.storage.commonEncoding?.name)),
            ("name_share_at_least", .optional(row.group.nameShare)),
            ("reads_per_second", rate(traffic?.reads)),
            ("writes_per_second", rate(traffic?.writes)),
            ("removals_per_second", rate(traffic?.removals)),
            ("lz4_share", .optional(values?.packedShare)),
            ("members_gone_share", .optional(row.pattern.members?.goneShare?.value)),
            (
                "expiring_together",
                .array(row.pattern.bursts.map { burst($0, at: milliseconds) })
            ),
        ])
    }

    private static func burst(_ burst: ExpiryBurst, at milliseconds: Int64) -> JSON {
        .object([
            (
                "in_seconds",
                .number((Double(burst.beginsMilliseconds) - Double(milliseconds)) / 1_000)
            ),
            ("within_seconds", .number(Double(burst.widthMilliseconds) / 1_000)),
            ("share", .number(burst.share.value)), ("share_low", .number(burst.share.low)),
            ("share_high", .number(burst.share.high)),
        ])
    }
}
