import CacheMetrics

extension HealthRule {
    /// Objects kept as one text each, which is written whole for every small change.
    package static let jsonRewrite = HealthRule(
        name: "json-rewrite",
        title: "JSON rewritten for each change",
        thresholds: [leastShare, leastValues, leastCommands],
        condition:
            "most strings of a pattern begin like JSON, by at least {values} values, and surely over {share} (until {share.until}) of what is done to them is writing, by at least {commands} commands",
        effect: "each change moves and parses the whole object, twice",
        remedy: "keep objects that change as a HASH and HSET the field"
    ) { node, holds in
        guard node.hasPatterns else { return .noKeys }
        guard node.patterns.contains(where: { $0.group.commonType != nil }) else {
            return .needsProbes
        }
        let strings = node.patterns.filter { $0.group.commonType == .string }
        guard !strings.isEmpty else { return .healthy }
        let texts = strings.filter { row in
            guard let values = row.pattern.values else { return false }
            return Double(values.values) >= node[leastValues, of: row.traits]
                && values.json > values.values / 2
        }
        guard strings.contains(where: { $0.pattern.values != nil }) else {
            return .unknown("no values were read (--allow-values)")
        }
        guard !texts.isEmpty else { return .healthy }
        guard texts.contains(where: { $0.pattern.traffic?.writeShare != nil }) else {
            return .unknown("reads and writes of it were not heard (--allow-monitor)")
        }
        let rewritten = texts.compactMap { row -> (row: JudgedPattern, share: Estimate)? in
            guard let traffic = row.pattern.traffic,
                Double(traffic.count) >= node[leastCommands, of: row.traits],
                let share = traffic.writeShare,
                share.low > node[leastShare, holds, of: row.traits]
            else { return nil }
            return (row, share)
        }
        guard let (row, share) = rewritten.max(by: { $0.share.low < $1.share.low }),
            let values = row.pattern.values
        else { return .healthy }
        return .sick(
            .info,
            [
                Evidence("write_share", "writes", share.value, .ratio, over: 60),
                Evidence("write_share_low", "surely over", share.low, .ratio, over: 60),
                Evidence(
                    "json_share",
                    "JSON",
                    Double(values.json) / Double(values.values),
                    .ratio
                ),
            ],
            about: row.template
        )
    }

    private static let leastShare = Threshold("share", 0.2, .ratio, until: 0.16)
    private static let leastValues = Threshold("values", 20, .count)
    private static let leastCommands = Threshold("commands", 50, .count)
}
