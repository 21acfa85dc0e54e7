/// Every rule, the gravest kind first.
///
/// To add one, write it in `Rules/` and list it here; nothing else needs to change.
package enum RuleCatalog {
    /// All rules.
    package static let all: [HealthRule] = [
        .outage,
        .thrash,
        .memoryLevel,
        .hitRate,
    ]
}
