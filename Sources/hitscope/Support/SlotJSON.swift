import CacheMetrics

extension SnapshotJSON {
    /// What a cluster node's hash slots do, busiest first, or `null` where they are not counted.
    static func slots(_ report: SlotReport?) -> JSON {
        guard let report else { return .null }
        return .object([
            ("slots", .integer(Int64(clamping: report.slots))),
            (
                "rows",
                .array(
                    report.busiest.map { use in
                        .object([
                            ("slot", .integer(use.slot)),
                            ("keys", .integer(Int64(clamping: use.keys))),
                            ("share", .optional(report.share(of: use))),
                            (
                                "core_share",
                                .optional(use.microsecondsPerSecond.map { Double($0) / 1e6 })
                            ),
                            (
                                "bytes_in_per_second",
                                .optional(use.bytesInPerSecond.map { Double($0) })
                            ),
                            (
                                "bytes_out_per_second",
                                .optional(use.bytesOutPerSecond.map { Double($0) })
                            ),
                        ])
                    }
                )
            ),
        ])
    }
}
