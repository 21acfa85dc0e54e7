/// The lines that INFO reports have, so that a keyframe need not spell them out.
///
/// Frozen with codec 2: a recording is read with the lines it was written with.
enum InfoSkeleton {
    static let text: NumberedText = {
        let statistics = commands.map {
            "cmdstat_\($0):calls=0,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0"
        }
        let percentiles = commands.map {
            "latency_percentiles_usec_\($0):p50=0.000,p99=0.000,p99.9=0.000"
        }
        let failures = errors.map { "errorstat_\($0):count=0" }
        let all =
            lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            + statistics + failures + percentiles
        return NumberedText(Array(all.map { $0 + "\r" }.joined(separator: "\n").utf8))
    }()

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    private static let errors = words(
        """
        ERR WRONGTYPE NOAUTH NOPERM MOVED ASK OOM READONLY LOADING BUSY BUSYKEY EXECABORT \
        NOSCRIPT MISCONF MASTERDOWN NOREPLICAS WRONGPASS CLUSTERDOWN CROSSSLOT NOGROUP BUSYGROUP NOPROTO UNKILLABLE TRYAGAIN
        """
    )

    private static let commands = words(
        """
        acl|setuser acl|whoami append bgrewriteaof bgsave bitcount bitfield bitop blpop brpop \
        bzpopmin client client|caching client|id client|list client|no-evict client|setinfo \
        client|setname client|tracking client|unblock cluster|info cluster|nodes cluster|shards \
        cluster|slots command|docs config config|get config|resetstat config|set copy dbsize \
        debug decr decrby del discard dump echo eval evalsha exec exists expire expireat \
        expiretime failover fcall flushall flushdb function|load geoadd geodist geopos geosearch \
        get getbit getdel getex getrange getset hdel hello hexists hget hgetall hincrby \
        hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr \
        incrby incrbyfloat info keys lastsave latency|histogram latency|latest latency|reset \
        lindex linsert llen lmove lmpop lpop lpos lpush lpushx lrange lrem lset ltrim \
        memory|stats memory|usage mget monitor mset msetnx multi object|encoding object|freq \
        object|idletime persist pexpire pexpireat pfadd pfcount pfmerge ping psetex psubscribe \
        psync pttl publish pubsub|channels pubsub|numsub quit randomkey rename replconf \
        replicaof restore role rpop rpoplpush rpush rpushx sadd save scan scard script|exists \
        script|load sdiff select set setbit setex setnx setrange sinter sintercard sinterstore \
        sismember slowlog|get slowlog|len slowlog|reset smembers smismember smove sort spop \
        spublish srandmember srem sscan ssubscribe strlen subscribe sunion sunionstore time \
        touch ttl type unlink unsubscribe unwatch wait watch xack xadd xautoclaim xclaim xdel \
        xgroup|create xinfo|groups xinfo|stream xlen xpending xrange xread xreadgroup xrevrange \
        xtrim zadd zcard zcount zdiff zincrby zinter zinterstore zlexcount zmpop zmscore zpopmax \
        zpopmin zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem \
        zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zrevrank zscan zscore zunion \
        zunionstore
        """
    )

    private static let lines = """
        # Server
        redis_mode:standalone
        arch_bits:0
        process_supervised:no
        tcp_port:0
        server_time_usec:0
        uptime_in_seconds:0
        uptime_in_days:0
        hz:0
        configured_hz:0
        lru_clock:0
        io_threads_active:0

        # Clients
        connected_clients:0
        cluster_connections:0
        maxclients:0
        client_recent_max_input_buffer:0
        client_recent_max_output_buffer:0
        blocked_clients:0
        tracking_clients:0
        clients_in_timeout_table:0
        # Memory
        used_memory:0
        used_memory_human:0.00M
        used_memory_rss:0
        used_memory_rss_human:0.00M
        used_memory_peak:0
        used_memory_peak_human:0.00M
        used_memory_peak_perc:0.00%
        used_memory_overhead:0
        used_memory_startup:0
        used_memory_dataset:0
        used_memory_dataset_perc:0.00%
        allocator_allocated:0
        allocator_active:0
        allocator_resident:0
        total_system_memory:0
        total_system_memory_human:0.00G
        used_memory_lua:0
        used_memory_vm_eval:0
        used_memory_lua_human:0.00K
        used_memory_scripts_eval:0
        number_of_cached_scripts:0
        number_of_functions:0
        number_of_libraries:0
        used_memory_vm_functions:0
        used_memory_vm_total:0
        used_memory_vm_total_human:0.00K
        used_memory_functions:0
        used_memory_scripts:0
        used_memory_scripts_human:0B
        maxmemory:0
        maxmemory_human:0B
        maxmemory_policy:noeviction
        allocator_frag_ratio:0.00
        allocator_frag_bytes:0
        allocator_rss_ratio:0.00
        allocator_rss_bytes:0
        rss_overhead_ratio:0.00
        rss_overhead_bytes:0
        mem_fragmentation_ratio:0.00
        mem_fragmentation_bytes:0
        mem_not_counted_for_evict:0
        mem_replication_backlog:0
        mem_total_replication_buffers:0
        mem_clients_slaves:0
        mem_clients_normal:0
        mem_cluster_links:0
        mem_aof_buffer:0
        mem_allocator:jemalloc-0.0.0
        active_defrag_running:0
        lazyfree_pending_objects:0
        lazyfreed_objects:0
        # Persistence
        loading:0
        async_loading:0
        current_cow_peak:0
        current_cow_size:0
        current_cow_size_age:0
        current_fork_perc:0.00
        current_save_keys_processed:0
        current_save_keys_total:0
        rdb_changes_since_last_save:0
        rdb_bgsave_in_progress:0
        rdb_last_save_time:0
        rdb_last_bgsave_status:ok
        rdb_last_bgsave_time_sec:-0
        rdb_current_bgsave_time_sec:-0
        rdb_saves:0
        rdb_last_cow_size:0
        rdb_last_load_keys_expired:0
        rdb_last_load_keys_loaded:0
        aof_enabled:0
        aof_rewrite_in_progress:0
        aof_rewrite_scheduled:0
        aof_last_rewrite_time_sec:-0
        aof_current_rewrite_time_sec:-0
        aof_last_bgrewrite_status:ok
        aof_rewrites:0
        aof_rewrites_consecutive_failures:0
        aof_last_write_status:ok
        aof_last_cow_size:0
        module_fork_in_progress:0
        module_fork_last_cow_size:0
        # Stats
        total_connections_received:0
        total_commands_processed:0
        instantaneous_ops_per_sec:0
        total_net_input_bytes:0
        total_net_output_bytes:0
        total_net_repl_input_bytes:0
        total_net_repl_output_bytes:0
        instantaneous_input_kbps:0.00
        instantaneous_output_kbps:0.00
        instantaneous_input_repl_kbps:0.00
        instantaneous_output_repl_kbps:0.00
        rejected_connections:0
        sync_full:0
        sync_partial_ok:0
        sync_partial_err:0
        expired_keys:0
        expired_stale_perc:0.00
        expired_time_cap_reached_count:0
        expire_cycle_cpu_milliseconds:0
        evicted_keys:0
        evicted_clients:0
        total_eviction_exceeded_time:0
        current_eviction_exceeded_time:0
        keyspace_hits:0
        keyspace_misses:0
        pubsub_channels:0
        pubsub_patterns:0
        pubsubshard_channels:0
        latest_fork_usec:0
        total_forks:0
        migrate_cached_sockets:0
        active_defrag_hits:0
        active_defrag_misses:0
        active_defrag_key_hits:0
        active_defrag_key_misses:0
        total_active_defrag_time:0
        current_active_defrag_time:0
        tracking_total_keys:0
        tracking_total_items:0
        tracking_total_prefixes:0
        unexpected_error_replies:0
        total_error_replies:0
        dump_payload_sanitizations:0
        total_reads_processed:0
        total_writes_processed:0
        io_threaded_reads_processed:0
        io_threaded_writes_processed:0
        reply_buffer_shrinks:0
        reply_buffer_expands:0
        # Replication
        role:master
        connected_slaves:0
        master_failover_state:no-failover
        master_repl_offset:0
        second_repl_offset:-0
        repl_backlog_active:0
        repl_backlog_size:0
        repl_backlog_first_byte_offset:0
        repl_backlog_histlen:0
        # CPU
        used_cpu_sys:0.000000
        used_cpu_user:0.000000
        used_cpu_sys_children:0.000000
        used_cpu_user_children:0.000000
        used_cpu_sys_main_thread:0.000000
        used_cpu_user_main_thread:0.000000
        # Modules
        # Commandstats
        # Errorstats
        # Latencystats
        # Cluster
        cluster_enabled:0
        # Keyspace
        db0:keys=0,expires=0,avg_ttl=0
        mem_allocator:libc
        listener0:name=tcp,bind=0.0.0.0,port=0
        pubsub_clients:0
        watching_clients:0
        total_watched_keys:0
        total_blocking_keys:0
        total_blocking_keys_on_nokey:0
        allocator_muzzy:0
        mem_overhead_db_hashtable_rehashing:0
        expired_subkeys:0
        evicted_scripts:0
        client_query_buffer_limit_disconnections:0
        client_output_buffer_limit_disconnections:0
        eventloop_cycles:0
        eventloop_duration_sum:0
        eventloop_duration_cmd_sum:0
        instantaneous_eventloop_cycles_per_sec:0
        instantaneous_eventloop_duration_usec:0
        acl_access_denied_auth:0
        acl_access_denied_cmd:0
        acl_access_denied_key:0
        acl_access_denied_channel:0
        db0:keys=0,expires=0,avg_ttl=0,subexpiry=0
        server_name:valkey
        availability_zone:
        io_threaded_freed_objects:0
        io_threaded_poll_processed:0
        io_threaded_total_prefetch_batches:0
        io_threaded_total_prefetch_entries:0
        replicas_waiting_psync:0

        slave0:ip=127.0.0.0,port=0,state=online,offset=0,lag=0
        slave1:ip=127.0.0.0,port=0,state=online,offset=0,lag=0
        db1:keys=0,expires=0,avg_ttl=0
        process_id:0
        role:slave
        master_host:127.0.0.0
        master_port:0
        master_link_status:up
        master_last_io_seconds_ago:0
        master_sync_in_progress:0
        slave_read_repl_offset:0
        slave_repl_offset:0
        slave_priority:0
        slave_read_only:0
        replica_announced:0
        master_replid2:0000000000000000000000000000000000000000
        aof_current_size:0
        aof_base_size:0
        aof_pending_rewrite:0
        aof_buffer_length:0
        aof_pending_bio_fsync:0
        aof_delayed_fsync:0
        multiplexing_api:epoll
        atomicvar_api:c0-builtin
        monotonic_clock:POSIX clock_gettime
        maxmemory_policy:allkeys-lru
        maxmemory_policy:allkeys-lfu
        maxmemory_policy:volatile-lru
        maxmemory_policy:volatile-ttl
        executable:/usr/bin/redis-server
        config_file:
        os:Linux 0.0.0-0-amd64 x86_64
        gcc_version:0.0.0
        redis_git_sha0:00000000
        redis_git_dirty:0
        redis_version:0.0.0
        used_memory_human:0.00K
        used_memory_human:0.00G
        used_memory_human:0B
        used_memory_rss_human:0.00K
        used_memory_rss_human:0.00G
        used_memory_rss_human:0B
        used_memory_peak_human:0.00K
        used_memory_peak_human:0.00G
        used_memory_peak_human:0B
        total_system_memory_human:0.00K
        total_system_memory_human:0.00M
        total_system_memory_human:0B
        used_memory_lua_human:0.00M
        used_memory_lua_human:0.00G
        used_memory_lua_human:0B
        used_memory_vm_total_human:0.00M
        used_memory_vm_total_human:0.00G
        used_memory_vm_total_human:0B
        used_memory_scripts_human:0.00K
        used_memory_scripts_human:0.00M
        used_memory_scripts_human:0.00G
        maxmemory_human:0.00K
        maxmemory_human:0.00M
        maxmemory_human:0.00G
        """
}
