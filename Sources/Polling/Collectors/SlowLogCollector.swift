package import CacheMetrics
package import RedisClient
package import RESP

/// Collects the newest slow commands, leaving out the arguments that may hold values.
package struct SlowLogCollector: Collector {
    package let commands: [ReadCommand] = [.slowLog(count: 16)]

    /// A collector without state.
    package init() {}

    package mutating func record(_ replies: [RESPValue], into sample: inout Sample) {
        guard let entries = replies.first?.elements else { return }
        sample.slowLog = entries.prefix(16).compactMap { Self.entry($0.elements ?? []) }
    }

    private static func entry(_ parts: [RESPValue]) -> SlowCommand? {
        guard parts.count >= 4, let id = parts[0].integer, let seconds = parts[1].integer,
            let microseconds = parts[2].integer, let words = parts[3].elements,
            let name = words.first?.bytes
        else { return nil }
        let takesKeyFirst = keyFirstCommands.contains(
            String(decoding: name, as: UTF8.self).lowercased()
        )
        let key = takesKeyFirst && words.count > 1 ? words[1].bytes : nil
        return SlowCommand(
            id: id,
            serverSeconds: seconds,
            microseconds: microseconds,
            command: Array(name.prefix(64)),
            key: key.map { Array($0.prefix(256)) },
            wordCount: Int64(words.count),
            client: parts.count > 4 ? Array((parts[4].bytes ?? []).prefix(128)) : [],
            clientName: parts.count > 5 ? Array((parts[5].bytes ?? []).prefix(128)) : []
        )
    }

    /// Commands whose first argument is a key or a pattern of keys, never a value or a script.
    private static let keyFirstCommands: Set<String> = [
        "append", "bitcount", "decr", "decrby", "del", "exists", "expire", "geoadd", "geosearch",
        "get", "getbit", "getdel", "getex", "getrange", "getset", "hdel", "hexists", "hget",
        "hgetall", "hincrby", "hkeys", "hlen", "hmget", "hmset", "hscan", "hset", "hvals", "incr",
        "incrby", "keys", "lindex", "linsert", "llen", "lpop", "lpush", "lrange", "lrem", "lset",
        "ltrim", "mget", "persist", "pexpire", "pfadd", "pfcount", "psetex", "pttl", "rpop",
        "rpush",
        "sadd", "scard", "sdiff", "set", "setbit", "setex", "setnx", "setrange", "sinter",
        "sismember", "smembers", "sort", "spop", "srandmember", "srem", "sscan", "strlen", "sunion",
        "ttl", "type", "unlink", "xadd", "xlen", "xrange", "xrevrange", "zadd", "zcard", "zcount",
        "zincrby", "zrange", "zrangebyscore", "zrank", "zrem", "zremrangebyrank",
        "zremrangebyscore", "zrevrange", "zrevrangebyscore", "zrevrank", "zscan", "zscore",
    ]
}
