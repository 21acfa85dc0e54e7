/// Every scenario of the demo, in the order of `patterns.md`, but for the four it shows unasked.
///
/// To add one, write it in `Scenarios/` and list it here; nothing else needs to change.
package enum ScenarioCatalog {
    /// All scenarios.
    package static let all: [Scenario] = [
        .cacheAside,
        .trending,
        .sessions,
        .expiryWave,
        .writeThrough,
        .writeBehind,
        .stampede,
        .warmUp,
        .lock,
        .lockContention,
        .hotKey,
        .lastingCache,
        .invalidation,
        .activity,
        .bigKey,
        .eviction,
        .rateLimit,
        .rateWindow,
        .connections,
        .scripts,
        .namespaces,
        .errors,
        .largeHash,
        .tags,
        .versions,
        .fullResult,
        .objects,
        .messages,
        .subscriber,
        .stream,
        .pipelining,
    ]

    /// What the demo acts out one after the other while that goes on: what shows within a minute and
    /// has keys of its own.
    package static let tour: [Scenario] = [
        .stampede, .lock, .lastingCache, .bigKey, .rateLimit, .scripts, .namespaces, .largeHash,
        .messages, .subscriber, .stream, .eviction,
    ]

    /// What the demo shows when it is asked for nothing: three caches in order and one that is not.
    package static let usual = [
        Act(.cacheAside, .healthy), Act(.trending, .healthy), Act(.sessions, .healthy),
        Act(.expiryWave, .sick),
    ]
}
