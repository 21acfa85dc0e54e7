import CacheMetrics

/// A pattern of key names as rules see it: what was counted of it, and what its name says.
///
/// Estimates of all its keys are not in it: they change with every key that comes or goes, and few of
/// them are ever asked for.
struct JudgedPattern: Sendable {
    /// The template, or `nil` for keys that follow none.
    let template: [UInt8]?
    /// What was seen.
    let pattern: KeyPattern
    /// What its name says.
    let traits: KeyTraits

    /// What was seen of its keys.
    var group: KeyGroup { pattern.group }

    /// The patterns of a table, and what follows none.
    static func all(of table: PatternTable, under policy: HealthPolicy) -> [JudgedPattern] {
        let named = table.patterns.map { (template: $0.template as [UInt8]?, pattern: $0) }
        let rest = KeyPattern(template: [], group: table.others)
        return (named + [(nil, rest)]).filter { $0.pattern.group.keys > 0 }.map {
            JudgedPattern(
                template: $0.template,
                pattern: $0.pattern,
                traits: KeyTraits(of: $0.template ?? [], under: policy)
            )
        }
    }
}
