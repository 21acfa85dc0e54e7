import CacheMetrics

extension HealthRule {
    /// Several numbered databases are in use.
    package static let manyDatabases = HealthRule(
        name: "many-databases",
        title: "several databases",
        thresholds: [mostDatabases],
        condition:
            "more than {databases} database holds keys",
        effect:
            "they share one thread and one limit, a cluster has one only, and the walk over keys sees one",
        remedy: "use prefixes of key names, or an instance for each"
    ) { node, _ in
        guard let interval = node.interval, interval.keys != nil else { return .noSample }
        let count = interval.databases.count { $0.keys > 0 }
        guard Double(count) > node[mostDatabases] else { return .healthy }
        return .sick(.info, [Evidence("databases", "databases", Double(count), .count)])
    }

    private static let mostDatabases = Threshold("databases", 1, .count)
}
