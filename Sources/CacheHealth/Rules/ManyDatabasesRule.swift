import CacheMetrics

extension HealthRule {
    /// Several numbered databases are in use.
    package static let manyDatabases = HealthRule(
        name: "many-databases",
        title: "several databases",
        condition:
            "more than one database holds keys",
        effect:
            "they share one thread and one limit, a cluster has one only, and the walk over keys sees one",
        remedy: "use prefixes of key names, or an instance for each"
    ) { node, _ in
        guard let info = node.info, info.keys != nil else { return .noSample }
        let count = info.databases.count { $0.keys > 0 }
        guard count > 1 else { return .healthy }
        return .sick(.info, [Evidence("databases", "databases", Double(count), .count)])
    }
}
