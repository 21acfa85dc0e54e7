// The fields of `INFO` that hitscope reads, by section. To use another, add its row here; a field a
// server lacks reads as `nil` and is drawn as "–". Versions: `server-facts.md` section 2.

// Server.
extension InfoField<[UInt8]> {
    /// The Redis version; stays at 7.2.4 on every Valkey.
    package static let redisVersion = InfoField("redis_version")
    /// The Valkey version, on Valkey only.
    package static let valkeyVersion = InfoField("valkey_version")
    /// `standalone`, `cluster` or `sentinel`; Valkey 8 names it `server_mode`.
    package static let redisMode = InfoField("redis_mode")
    /// The name Valkey 8 gives `redis_mode`.
    package static let serverMode = InfoField("server_mode")
    /// A random identity that changes with every start of the server.
    package static let runID = InfoField("run_id")
    /// What is thrown away when memory is full.
    package static let maxmemoryPolicy = InfoField("maxmemory_policy")
    /// `master` or `slave`.
    package static let role = InfoField("role")
    /// The identity of the data's history; changes with a failover.
    package static let masterReplicationID = InfoField("master_replid")
    /// `no-failover`, or how far a planned failover has come; 6.2 and later.
    package static let failoverState = InfoField("master_failover_state")
    /// `up` or `down`, on a replica.
    package static let masterLinkStatus = InfoField("master_link_status")
    /// The allocator and its version.
    package static let allocator = InfoField("mem_allocator")
    /// `ok` or `err`.
    package static let lastSaveStatus = InfoField("rdb_last_bgsave_status")
    /// `ok` or `err`.
    package static let lastAppendStatus = InfoField("aof_last_write_status")
}

extension InfoField<UInt64> {
    /// Seconds since the server started.
    package static let uptime = InfoField("uptime_in_seconds")
    /// The server's own clock in microseconds since 1970, 6.2 and later.
    package static let serverTime = InfoField("server_time_usec")

    // Clients.
    /// Client connections, ours included.
    package static let connectedClients = InfoField("connected_clients")
    /// The most the server accepts, 6.2 and later.
    package static let maxclients = InfoField("maxclients")
    /// Clients waiting in a blocking command.
    package static let blockedClients = InfoField("blocked_clients")

    // Memory, in bytes.
    /// What the allocator handed out.
    package static let usedMemory = InfoField("used_memory")
    /// What the process holds in RAM.
    package static let usedMemoryRSS = InfoField("used_memory_rss")
    /// The most `used_memory` has been.
    package static let usedMemoryPeak = InfoField("used_memory_peak")
    /// What is not data: buffers, tables, scripts.
    package static let usedMemoryOverhead = InfoField("used_memory_overhead")
    /// What an empty server takes.
    package static let usedMemoryStartup = InfoField("used_memory_startup")
    /// `used_memory` without the overhead.
    package static let usedMemoryDataset = InfoField("used_memory_dataset")
    /// Lua and functions together, 7.0 and later.
    package static let usedMemoryScripts = InfoField("used_memory_vm_total")
    /// The limit, 0 for none.
    package static let maxmemory = InfoField("maxmemory")
    /// Replication buffers that do not count towards eviction.
    package static let notCountedForEviction = InfoField("mem_not_counted_for_evict")
    /// Output buffers of ordinary clients.
    package static let clientBuffers = InfoField("mem_clients_normal")
    /// Output buffers of replicas.
    package static let replicaBuffers = InfoField("mem_clients_slaves")
    /// The replication backlog.
    package static let replicationBacklog = InfoField("mem_replication_backlog")
    /// The append-only file's buffers.
    package static let appendOnlyBuffer = InfoField("mem_aof_buffer")
    /// All of the machine's memory.
    package static let totalSystemMemory = InfoField("total_system_memory")
    /// 1 while memory is being defragmented.
    package static let activeDefragRunning = InfoField("active_defrag_running")

    // Persistence.
    /// 1 while the dataset is being loaded.
    package static let loading = InfoField("loading")
    /// Seconds until loading ends, by the server's estimate.
    package static let loadingETA = InfoField("loading_eta_seconds")
    /// Writes since the last save: rises with every write, so it shows whether we cause any.
    package static let changesSinceSave = InfoField("rdb_changes_since_last_save")
    /// 1 while a snapshot is written; LRU and LFU clocks stand still meanwhile.
    package static let savingSnapshot = InfoField("rdb_bgsave_in_progress")
    /// 1 while the append-only file is rewritten; as above.
    package static let rewritingAppendOnly = InfoField("aof_rewrite_in_progress")
    /// How long the last fork took, in microseconds.
    package static let latestFork = InfoField("latest_fork_usec")

    // Stats: counters since the start or the last CONFIG RESETSTAT.
    /// Connections accepted.
    package static let connectionsReceived = InfoField("total_connections_received")
    /// Commands a second as the server tells it of the last second and a half: for a first look.
    package static let commandsPerSecond = InfoField("instantaneous_ops_per_sec")
    /// Commands run.
    package static let commandsProcessed = InfoField("total_commands_processed")
    /// Reads from sockets, 6.0 and later.
    package static let readsProcessed = InfoField("total_reads_processed")
    /// Bytes received.
    package static let networkInput = InfoField("total_net_input_bytes")
    /// Bytes sent.
    package static let networkOutput = InfoField("total_net_output_bytes")
    /// Connections refused because of `maxclients`.
    package static let rejectedConnections = InfoField("rejected_connections")
    /// Keys removed because their time was up.
    package static let expiredKeys = InfoField("expired_keys")
    /// Times the expiry cycle ran out of its time budget.
    package static let expiryTimeCapReached = InfoField("expired_time_cap_reached_count")
    /// Keys thrown away because memory was full.
    package static let evictedKeys = InfoField("evicted_keys")
    /// Milliseconds spent over the memory limit, 7.0 and later.
    package static let timeOverLimit = InfoField("total_eviction_exceeded_time")
    /// Lookups that found their key.
    package static let keyspaceHits = InfoField("keyspace_hits")
    /// Lookups that found nothing.
    package static let keyspaceMisses = InfoField("keyspace_misses")
    /// Error replies sent, 6.2 and later.
    package static let errorReplies = InfoField("total_error_replies")
    /// Clients closed because their output buffers grew beyond the limit, 7.0 and later.
    package static let bufferDisconnections = InfoField(
        "client_output_buffer_limit_disconnections"
    )
    /// Writes that waited for the append-only file, where there is one.
    package static let delayedSyncs = InfoField("aof_delayed_fsync")

    // Fragmentation, scripts, messages.
    /// Bytes that the allocator holds for what was freed around what was not.
    package static let allocatorFragmentation = InfoField("allocator_frag_bytes")
    /// 1 on a node of a cluster.
    package static let clusterEnabled = InfoField("cluster_enabled")
    /// Forks since the start, 6.2 and later.
    package static let totalForks = InfoField("total_forks")
    /// Scripts the server has dropped to make room for others, Redis 7.4 and Valkey 8.
    package static let evictedScripts = InfoField("evicted_scripts")
    /// 1 while a replica gets everything anew.
    package static let syncInProgress = InfoField("master_sync_in_progress")
    /// Scripts the server keeps.
    package static let cachedScripts = InfoField("number_of_cached_scripts")
    /// Channels somebody has subscribed to.
    package static let channels = InfoField("pubsub_channels")
    /// Patterns of channels somebody has subscribed to.
    package static let channelPatterns = InfoField("pubsub_patterns")
    /// Shard channels somebody has subscribed to, 7.0.3 and later.
    package static let shardChannels = InfoField("pubsubshard_channels")

    // Replication.
    /// Replicas connected to this server.
    package static let connectedReplicas = InfoField("connected_slaves")
    /// Seconds since a replica last heard of its primary.
    package static let masterLastIO = InfoField("master_last_io_seconds_ago")
    /// How far the replication stream has come, in bytes.
    package static let replicationOffset = InfoField("master_repl_offset")
    /// How many bytes of it are kept for replicas that come back.
    package static let backlogSize = InfoField("repl_backlog_size")
    /// Seconds a replica's link has been down.
    package static let masterLinkDown = InfoField("master_link_down_since_seconds")
}

extension InfoField<Double> {
    /// RSS over what was asked for.
    package static let fragmentationRatio = InfoField("mem_fragmentation_ratio")
    /// What the allocator holds in use over what was asked of it.
    package static let allocatorFragmentationRatio = InfoField("allocator_frag_ratio")
    /// The share of keys found expired but not yet removed, in percent, by the server's estimate.
    package static let expiredStalePercent = InfoField("expired_stale_perc")
    /// How much of the dataset is loaded, in percent.
    package static let loadedPercent = InfoField("loading_loaded_perc")
    /// Seconds of CPU the main thread spent in the kernel, 6.2 and later.
    package static let mainThreadSystemTime = InfoField("used_cpu_sys_main_thread")
    /// Seconds of CPU the main thread spent in user code, 6.2 and later.
    package static let mainThreadUserTime = InfoField("used_cpu_user_main_thread")
    /// Seconds of CPU all threads spent in the kernel.
    package static let systemTime = InfoField("used_cpu_sys")
    /// Seconds of CPU all threads spent in user code.
    package static let userTime = InfoField("used_cpu_user")
}
