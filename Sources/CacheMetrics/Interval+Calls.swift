extension Interval {
    /// Calls a second of some commands together, or `nil` where rates are not known.
    package func callsPerSecond(of names: Set<[UInt8]>) -> Double? {
        guard elapsed != nil, !commands.isEmpty else { return nil }
        return activity.reduce(0) { names.contains($1.name) ? $0 + $1.callsPerSecond : $0 }
    }
}

/// Commands that write to a key and are sent by applications (`COMMAND INFO`, flag `write`), without
/// those that only remove one or set its time to live.
let writingCommands = commandNames(
    """
    append bitfield bitop decr decrby geoadd getset hincrby hincrbyfloat hmset hset hsetnx incr incrby
    incrbyfloat lmove linsert lpush lpushx lrem lset ltrim mset msetnx pfadd pfmerge psetex rpoplpush
    rpush rpushx sadd sdiffstore set setbit setex setnx setrange sinterstore smove srem sunionstore
    xadd xdel xtrim zadd zincrby zinterstore zrem zremrangebylex zremrangebyrank zremrangebyscore
    zunionstore
    """
)

let deletingCommands = commandNames("del unlink")
let publishingCommands = commandNames("publish spublish")

private func commandNames(_ text: String) -> Set<[UInt8]> {
    Set(text.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
}
