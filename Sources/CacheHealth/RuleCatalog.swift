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

        // Memory and its limits.
        .noMaxmemory,
        .noevictionFull,
        .nothingEvictable,
        .swapping,
        .fragmentation,
        .unexplainedMemory,
        .memoryBoundMisses,
        .memoryWasted,
        .keyLeak,

        // Hits, misses and expiry.
        .stampede,
        .expiryWave,
        .hitDrop,
        .expiryDebt,
        .writeWaste,
        .churn,

        // Times to live.
        .immortalLock,
        .sessionNoTtl,
        .immortalCounter,
        .noTtl,
        .lostTtl,
        .ttlFit,

        // Keys.
        .hotKey,
        .bigKey,
        .queueBacklog,
        .unboundedList,
        .unboundedZset,
        .localCache,
        .noNamespace,
        .manyDatabases,

        // Commands.
        .busyServer,
        .slowCommands,
        .linearCommands,
        .slowDelete,
        .scanInvalidation,
        .errorReplies,
        .retryStorm,
        .scriptChurn,
        .deafChannel,

        // Clients.
        .clientRoom,
        .connectionChurn,
        .outputBuffers,
        .noPipelining,
        .observer,

        // Persistence and replication.
        .saveFailing,
        .replicationLag,
        .smallBacklog,
        .forkStall,
        .fsyncDelay,
    ]
}
