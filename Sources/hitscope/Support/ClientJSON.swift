import CacheMetrics

/// Who is connected, as a document says it.
enum ClientJSON {
    /// The report of a node, or `null` before the first.
    static func document(_ known: (report: ClientReport, moment: Moment)?) -> JSON {
        guard let (report, moment) = known else { return .null }
        let kinds = ClientKind.allCases.map { kind in
            (name(of: kind), Self.group(report[kind]))
        }
        return .object([
            ("taken", .string(rfc3339(moment.wallMicroseconds))),
            ("unlisted", number(report.unlisted)), ("hitscope", number(report.watchers)),
            ("kinds", .object(kinds)), ("heaviest", .array(report.heaviest.map(client))),
        ])
    }

    private static func group(_ group: ClientGroup) -> JSON {
        .object([
            ("count", number(group.count)), ("blocked", number(group.blocked)),
            ("idle_5m", number(group.idle)), ("output_bytes", number(group.outputBytes)),
            ("memory_bytes", number(group.memoryBytes)),
        ])
    }

    private static func client(_ client: Client) -> JSON {
        .object(
            [("id", number(client.id)), ("kind", .string(name(of: client.kind)))]
                + SnapshotJSON.name("address", client.address)
                + SnapshotJSON.name("name", client.name)
                + SnapshotJSON.name("library", client.library)
                + SnapshotJSON.name("command", client.command)
                + SnapshotJSON.name("flags", client.flags) + [
                    ("age_seconds", number(client.ageSeconds)),
                    ("idle_seconds", number(client.idleSeconds)),
                    ("channels", number(client.channels)),
                    ("channel_patterns", number(client.channelPatterns)),
                    ("output_bytes", number(client.outputBytes)),
                    ("query_bytes", number(client.queryBytes)),
                    ("memory_bytes", number(client.memoryBytes)),
                ]
        )
    }

    private static func number(_ value: UInt64?) -> JSON {
        .optional(value.map { Int64(clamping: $0) })
    }

    private static func name(of kind: ClientKind) -> String {
        switch kind {
        case .normal: "normal"
        case .subscriber: "subscriber"
        case .replica: "replica"
        case .primary: "primary"
        case .monitor: "monitor"
        }
    }
}
