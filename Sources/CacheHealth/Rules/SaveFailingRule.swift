import CacheMetrics

extension HealthRule {
    /// The last snapshot, or the last write to the append-only file, failed.
    package static let saveFailing = HealthRule(
        name: "save-failing",
        title: "saving fails",
        condition:
            "rdb_last_bgsave_status or aof_last_write_status is err",
        effect:
            "what is in memory is nowhere else; with stop-writes-on-bgsave-error writes are refused (MISCONF)",
        remedy: "see the server’s log: a full disk, or a folder it may not write to"
    ) { node, _ in
        guard let info = node.info, let snapshot = info[.lastSaveStatus] else { return .noSample }
        let appending = info[.lastAppendStatus] ?? Array("ok".utf8)
        let (ok, changes) = (Array("ok".utf8), Double(info[.changesSinceSave] ?? 0))
        guard snapshot != ok || appending != ok else { return .healthy }
        return .sick(
            .critical,
            [Evidence("changes_since_save", "changes not saved", changes, .count)]
        )
    }
}
