import RESP

extension Scenario {
    /// Products are cached until the next full minute, all of them: once a minute they expire together.
    ///
    /// Row 8 of `patterns.md` without the jitter that would spread the expiries.
    package static let expiryBurst = Scenario(
        name: "expiry-burst",
        summary: "cache:product:{id} cached until the full minute, so that all expire at once",
        weight: 10
    ) { dice, now in
        let key = "cache:product:\(dice.number(0..<1_500))".bytes
        let value = dice.text(dice.size(median: 300, spread: 0.4, atMost: 4_000))
        let nextMinute = (Int(now.wallSeconds) / 60 + 1) * 60
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            guard replies.first?.bytes == nil else { return [] }
            return [
                RESPCommand(["SET".bytes, key, value]),
                RESPCommand(["EXPIREAT".bytes, key, "\(nextMinute)".bytes]),
            ]
        }
    }
}
