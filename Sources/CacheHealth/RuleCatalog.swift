/// Every rule, by what it is about.
///
/// To add one, write it in `Rules/` and list it here; nothing else needs to change.
package enum RuleCatalog {
    /// All rules.
    package static let all = byTopic.flatMap(\.rules)

    /// All rules that are to be asked, with what the operator has set of them.
    package static func rules(under policy: HealthPolicy) -> [HealthRule] {
        all.filter { !policy.silenced.contains($0.name) }.map { $0.under(policy) }
    }

    /// What a rule is about, which says where one sees more of it.
    package enum Topic: Sendable {
        case nodes, memory, expiry, keys, traffic
    }

    /// What a rule of a name is about, or `nil` if there is none.
    package static func topic(of name: String) -> Topic? {
        byTopic.first { $0.rules.contains { $0.name == name } }?.topic
    }

    private static let byTopic: [(topic: Topic, rules: [HealthRule])] = [
        (
            .nodes,
            [
                .outage,
                .exposed,
                .saveFailing,
                .replicationLag,
                .smallBacklog,
                .forkStall,
                .fsyncDelay,
            ]
        ),
        (
            .memory,
            [
                .memoryLevel,
                .thrash,
                .noMaxmemory,
                .noevictionFull,
                .nothingEvictable,
                .swapping,
                .fragmentation,
                .unexplainedMemory,
                .memoryBoundMisses,
                .memoryWasted,
                .keyLeak,
                .orphanTags,
                .staleVersions,
                .compress,
                .jsonRewrite,
                .encodingBlowUp,
                .tinyKeys,
            ]
        ),
        (
            .expiry,
            [
                .hitRate,
                .stampede,
                .stampedeAhead,
                .ttlTooShort,
                .lockContention,
                .expiryWave,
                .hitDrop,
                .expiryDebt,
                .writeWaste,
                .churn,
                .immortalLock,
                .sessionNoTtl,
                .immortalCounter,
                .noTtl,
                .lostTtl,
                .ttlFit,
            ]
        ),
        (
            .keys,
            [
                .hotKey,
                .hotShard,
                .bigKey,
                .queueBacklog,
                .streamLag,
                .unboundedList,
                .unboundedZset,
                .localCache,
                .noNamespace,
                .manyDatabases,
            ]
        ),
        (
            .traffic,
            [
                .busyServer,
                .slowCommands,
                .linearCommands,
                .slowDelete,
                .scanInvalidation,
                .errorReplies,
                .retryStorm,
                .scriptChurn,
                .deafChannel,
                .clientRoom,
                .connectionChurn,
                .outputBuffers,
                .slowSubscriber,
                .noPipelining,
                .observer,
            ]
        ),
    ]
}
