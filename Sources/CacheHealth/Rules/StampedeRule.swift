import CacheMetrics

extension HealthRule {
    /// A key that everybody wants expires, and everybody rebuilds it at once (`keyspace.md` E16).
    ///
    /// What tells it from a cold start is that the misses come right after an expiry, that about as much is
    /// written as was missed, and that hardly a key is new for it: many callers wrote the same one. Where one
    /// caller holds a lock and the others wait, they miss too, and write nothing.
    package static let stampede = HealthRule(
        name: "stampede",
        title: "keys expired and everybody rebuilt them",
        thresholds: [missesEach, criticalEach],
        condition:
            "a burst of misses within 3 s of expiries, with {misses_per_key} misses (until {misses_per_key.until}) for each expired key, half to twice as many changes, and few new keys; critical from {critical_misses} misses on; it is told for a minute",
        effect: "the store behind does the same work many times over, just when it is asked most",
        remedy:
            "let one caller rebuild (SET lock NX PX), refresh early at random, serve what is stale meanwhile",
        patience: .none,
        pace: .eachBeat
    ) { node, holds in
        guard node.metrics.count >= 20 else { return .unknown("under 20 intervals yet") }
        guard let burst = MissBurst(node) else { return .healthy }
        let each = burst.misses / max(1, burst.expired)
        guard each >= node[missesEach, holds] else { return .healthy }
        let changes = burst.changes(of: node)
        guard (burst.misses / 2...burst.misses * 2).contains(changes),
            burst.newKeys(of: node) < burst.misses / 2
        else { return .healthy }
        return .sick(
            each >= node[criticalEach] ? .critical : .warning,
            [
                Evidence(
                    "excess_misses",
                    "misses beyond the usual",
                    burst.misses,
                    .count,
                    over: burst.seconds
                ),
                Evidence(
                    "expired_keys",
                    "keys expired",
                    burst.expired,
                    .count,
                    over: burst.seconds
                ),
                Evidence("misses_per_expired_key", "for each", each, .quotient),
                Evidence("excess_changes", "rewritten", changes, .count, over: burst.seconds),
            ]
        )
    }

    private static let missesEach = Threshold("misses_per_key", 3, .quotient, until: 2.4)
    private static let criticalEach = Threshold("critical_misses", 10, .quotient)
}
