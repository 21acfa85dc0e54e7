/// A key that a command named, and what the command did to it.
package struct KeyUse: Sendable, Equatable {
    /// The key, at most 256 bytes of it.
    package var key: [UInt8]
    /// Length of the whole key in bytes, and the FNV-1a hash of all of them.
    package var (length, hash): (Int, UInt64)
    /// What was done to it.
    package var kind: Kind

    /// What a command does to a key.
    package enum Kind: Sendable, Equatable {
        /// It is read and stays as it was.
        case read
        /// It is written, or changed in some way that is not known.
        case write
        /// It is deleted.
        case removal
        /// Its time to live is changed, or it is asked about; its value is neither read nor written.
        case upkeep
    }

    /// A use of a whole key.
    package init(key: [UInt8], kind: Kind) {
        var word = HeardWord()
        for byte in key { word.append(byte) }
        self.init(word, kind)
    }

    init(_ word: HeardWord, _ kind: Kind) {
        (key, length, hash, self.kind) = (word.bytes, word.length, word.hash, kind)
    }
}

extension KeyUse.Kind {
    /// What a command does, by its name in lower case; a command not known here reads.
    init(ofCommand name: String) {
        if Self.removals.contains(name) {
            self = .removal
        } else if Self.keepers.contains(name) {
            self = .upkeep
        } else {
            self = Self.writes.contains(name) ? .write : .read
        }
    }

    private static let removals: Set<String> = ["del", "unlink", "getdel"]

    private static let keepers: Set<String> = [
        "expire", "pexpire", "expireat", "pexpireat", "persist", "touch", "ttl", "pttl",
        "expiretime", "pexpiretime", "type", "object", "memory", "watch", "debug", "dump",
    ]

    /// The commands that the server's own list flags as writing a key's value (`COMMAND INFO`, 7.0).
    private static let writes: Set<String> = [
        "append", "bitfield", "bitop", "blmove", "blmpop", "blpop", "brpop", "brpoplpush",
        "bzmpop", "bzpopmax", "bzpopmin", "copy", "decr", "decrby", "geoadd", "georadius",
        "georadiusbymember", "geosearchstore", "getset", "hdel", "hincrby", "hincrbyfloat",
        "hmset", "hset", "hsetnx", "hsetex", "incr", "incrby", "incrbyfloat", "linsert", "lmove",
        "lmpop", "lpop", "lpush", "lpushx", "lrem", "lset", "ltrim", "move", "mset", "msetnx",
        "pfadd", "pfmerge", "psetex", "rename", "renamenx", "restore", "rpop", "rpoplpush",
        "rpush", "rpushx", "sadd", "sdiffstore", "set", "setbit", "setex", "setnx", "setrange",
        "sinterstore", "smove", "sort", "spop", "srem", "sunionstore", "xack", "xadd",
        "xautoclaim", "xclaim", "xdel", "xgroup", "xreadgroup", "xsetid", "xtrim", "zadd",
        "zdiffstore", "zincrby", "zinterstore", "zmpop", "zpopmax", "zpopmin", "zrangestore",
        "zrem", "zremrangebylex", "zremrangebyrank", "zremrangebyscore", "zunionstore",
    ]
}
