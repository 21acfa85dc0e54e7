import CacheMetrics

extension HealthRule {
    /// Objects kept as one text each, which is written whole for every small change.
    package static let jsonRewrite = HealthRule(
        name: "json-rewrite",
        title: "JSON rewritten for each change",
        condition:
            "most strings of a pattern begin like JSON, by at least 20 values, and surely over 20 % (until 16 %) of what is done to them is writing, by at least 50 commands",
        effect: "each change moves and parses the whole object, twice",
        remedy: "keep objects that change as a HASH and HSET the field"
    ) { node, holds in
        guard !node.patterns.isEmpty else { return .noKeys }
        let texts = node.patterns.filter { row in
            guard row.group.commonType == .string, let values = row.pattern.values else {
                return false
            }
            return values.values >= 20 && 2 * values.json > values.values
        }
        guard node.patterns.contains(where: { $0.pattern.values != nil }) else {
            return .unknown("no values were read (--allow-values)")
        }
        guard !texts.isEmpty else { return .healthy }
        guard texts.contains(where: { $0.pattern.traffic?.writeShare != nil }) else {
            return .unknown("reads and writes of it were not heard (--allow-monitor)")
        }
        let rewritten = texts.compactMap { row -> (row: PatternTable.Row, share: Estimate)? in
            guard let traffic = row.pattern.traffic, traffic.count >= 50,
                let share = traffic.writeShare, share.low > (holds ? 0.16 : 0.2)
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
}
