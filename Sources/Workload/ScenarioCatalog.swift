/// Every scenario of the demo.
///
/// To add one, write it in `Scenarios/` and list it here; nothing else needs to change.
package enum ScenarioCatalog {
    /// All scenarios.
    package static let all: [Scenario] = [
        .cacheAside,
        .trending,
        .sessions,
        .expiryBurst,
    ]
}
