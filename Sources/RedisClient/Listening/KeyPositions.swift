/// Which words of a command are keys.
enum KeyPositions {
    /// The places of the keys among a command's words, the name at place 0 and in lower case.
    ///
    /// A command that is not known here has its key in the first place after its name, as nearly all
    /// have (the `first key` of `COMMAND INFO`); those that have none are listed.
    static func of(_ name: String, _ words: [[UInt8]]) -> [Int] {
        let last = words.count - 1
        guard last >= 1, !keyless.contains(name) else { return [] }
        switch name {
        case "mget", "del", "unlink", "exists", "touch", "sinter", "sunion", "sdiff", "pfcount",
            "watch", "sinterstore", "sunionstore", "sdiffstore", "pfmerge":
            return Array(1...last)
        case "mset", "msetnx": return Array(stride(from: 1, through: last, by: 2))
        case "rename", "renamenx", "smove", "rpoplpush", "lmove", "blmove", "brpoplpush", "copy",
            "zrangestore", "geosearchstore":
            return Array(1...min(2, last))
        case "bitop": return last >= 2 ? Array(2...last) : []
        case "blpop", "brpop", "bzpopmin", "bzpopmax": return last >= 2 ? Array(1..<last) : []
        case "object", "memory", "xinfo", "xgroup", "debug": return last >= 2 ? [2] : []
        case "zunionstore", "zinterstore", "zdiffstore":
            return [1] + counted(at: 2, words)
        case "zunion", "zinter", "zdiff", "sintercard", "zintercard", "lmpop", "zmpop":
            return counted(at: 1, words)
        case "blmpop", "bzmpop": return counted(at: 2, words)
        case "xread", "xreadgroup": return streams(words)
        default: return [1]
        }
    }

    /// Keys that follow a word that says how many they are.
    private static func counted(at place: Int, _ words: [[UInt8]]) -> [Int] {
        guard words.indices.contains(place),
            let count = Int(String(decoding: words[place], as: UTF8.self)), count > 0
        else { return [] }
        return Array((place + 1)..<min(words.count, place + 1 + min(count, words.count)))
    }

    /// Half of what follows `STREAMS` is keys, the other half where to read on.
    private static func streams(_ words: [[UInt8]]) -> [Int] {
        let mark = words.firstIndex {
            String(decoding: $0, as: UTF8.self).lowercased() == "streams"
        }
        guard let mark else { return [] }
        let count = (words.count - mark - 1) / 2
        return Array((mark + 1)..<(mark + 1 + count))
    }

    /// Commands without keys, and scripts, whose own commands are seen one by one.
    private static let keyless: Set<String> = [
        "acl", "asking", "auth", "bgrewriteaof", "bgsave", "client", "cluster", "command", "config",
        "dbsize", "discard", "echo", "eval", "eval_ro", "evalsha", "evalsha_ro", "exec", "failover",
        "fcall", "fcall_ro", "flushall", "flushdb", "function", "hello", "hotkeys", "info", "keys",
        "lastsave", "latency", "lolwut", "module", "monitor", "multi", "ping", "psubscribe",
        "psync",
        "publish", "pubsub", "punsubscribe", "quit", "randomkey", "readonly", "readwrite",
        "replconf",
        "replicaof", "reset", "role", "save", "scan", "script", "select", "shutdown", "slaveof",
        "slowlog", "spublish", "ssubscribe", "subscribe", "sunsubscribe", "swapdb", "sync", "time",
        "unsubscribe", "unwatch", "wait", "waitaof",
    ]
}
