/// What a command does, where rules ask for it.
package enum CommandKind: Sendable {
    /// Writes to a key, without those that only remove one or set its time to live.
    case writes
    /// Removes keys.
    case deletes
    /// Sends a message to a channel.
    case publishes

    /// The fields of `INFO` that count the calls of such commands.
    var fields: [String] {
        Self.kinds.filter { $0.value == self }.map { name, _ in
            "cmdstat_" + String(decoding: name, as: UTF8.self)
        }
    }

    /// What a command does by its name, lower case.
    init?(of name: [UInt8]) {
        guard let kind = Self.kinds[name] else { return nil }
        self = kind
    }

    private static let kinds: [[UInt8]: CommandKind] = {
        var kinds: [[UInt8]: CommandKind] = [:]
        for name in writing.split(whereSeparator: \.isWhitespace) {
            kinds[Array(name.utf8)] = .writes
        }
        for name in ["del", "unlink"] { kinds[Array(name.utf8)] = .deletes }
        for name in ["publish", "spublish"] { kinds[Array(name.utf8)] = .publishes }
        return kinds
    }()

    /// Commands that applications send (`COMMAND INFO`, flag `write`).
    private static let writing = """
        append bitfield bitop decr decrby geoadd getset hincrby hincrbyfloat hmset hset hsetnx incr incrby
        incrbyfloat lmove linsert lpush lpushx lrem lset ltrim mset msetnx pfadd pfmerge psetex rpoplpush
        rpush rpushx sadd sdiffstore set setbit setex setnx setrange sinterstore smove srem sunionstore
        xadd xdel xtrim zadd zincrby zinterstore zrem zremrangebylex zremrangebyrank zremrangebyscore
        zunionstore
        """
}
