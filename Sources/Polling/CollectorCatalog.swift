/// Every collector that rides along with `INFO` on each poll.
///
/// To add one, write it in `Collectors/`, list it here and give `Sample` an optional field for what
/// it learns; nothing else needs to change. `INFO` itself is the poller's own: without it there is
/// no sample for the others to add to.
package enum CollectorCatalog {
    /// The collectors a poll of a database needs, by what the operator asked for.
    package static func all(_ settings: PollSettings, database: Int) -> [any Collector] {
        [
            LatencyCollector(),
            SlowLogCollector(),
            ClientCollector(),
            ProtectionCollector(),
            CounterCollector(named: settings.counters),
            BoardCollector(named: settings.boards),
            HotKeysCollector(database: database),
            SlotCollector(),
            StreamCollector(mayTouchKeys: settings.readsValues),
        ]
    }
}
