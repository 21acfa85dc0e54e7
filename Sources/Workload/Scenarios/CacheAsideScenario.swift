import RESP

extension Scenario {
    /// Look in the cache; on a miss, look it up slowly and keep it for an hour.
    ///
    /// Rows 1 and 8 of `patterns.md`, with the application's own counters of row 21. Users are asked for by
    /// Zipf's law, so a few keys are hot and a long tail misses.
    package static let cacheAside = Scenario(
        name: "cache-aside",
        summary:
            "GET user:{id}; on a miss SETEX for an hour and a bit; counts cache_hits and cache_misses",
        sickness: "each entry lives a fifth of a second: nearly every read misses",
        rule: "hit-rate",
        weight: 60,
        keys: "user:*"
    ) { dice, _, form in
        let id = users.rank(using: &dice)
        let value = dice.text(dice.size(median: 500, spread: 0.6, atMost: 8_000))
        let key = Array("user:\(id)".utf8)
        // Those of the first minute would all end in one minute an hour later.
        let lifetime = "\(3_600 + dice.number(0..<300))".bytes
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            guard replies.first?.bytes == nil else { return [RESPCommand("INCR", "cache_hits")] }
            return [
                RESPCommand("INCR", "cache_misses"),
                form == .healthy
                    ? RESPCommand(["SETEX".bytes, key, lifetime, value])
                    : RESPCommand(["SET".bytes, key, value, "PX".bytes, "200".bytes]),
            ]
        }
    }

    private static let users = Zipf(count: 30_000, exponent: 1.05)
}

extension String {
    /// The text as the bytes of a command's word.
    var bytes: [UInt8] { Array(utf8) }
}
