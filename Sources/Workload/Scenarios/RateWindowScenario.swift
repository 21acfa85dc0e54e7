import RESP

extension Scenario {
    /// The times of calls are kept for each client, those of the last 20 seconds.
    ///
    /// Row 26 of `patterns.md`.
    package static let rateWindow = Scenario(
        name: "rate-window",
        summary: "ZADD rate_window:{client} and ZREMRANGEBYSCORE what is over 20 s old",
        sickness: "nothing is removed: the sets grow even when calls are refused",
        rule: "unbounded-zset",
        weight: 10,
        mostPerSecond: 500,
        keys: "rate_window:*"
    ) { dice, now, form in
        let key = "rate_window:client\(dice.number(0..<10))".bytes
        let stamp = "\(now.wallSeconds)"
        let add = RESPCommand(["ZADD".bytes, key, stamp.bytes, "\(stamp)-\(dice.next())".bytes])
        guard form == .healthy else { return Request([add]) }
        let old = "\(now.wallSeconds - 20)".bytes
        return Request([
            add, RESPCommand(["ZREMRANGEBYSCORE".bytes, key, "-inf".bytes, old]),
            RESPCommand(["EXPIRE".bytes, key, "60".bytes]),
        ])
    }
}
