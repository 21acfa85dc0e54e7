import RESP

extension Scenario {
    /// Products are cached for some ten minutes, or until the next full minute, all of them at once.
    ///
    /// Rows 8 and 16 of `patterns.md`: a random part in each TTL spreads the expiries.
    package static let expiryWave = Scenario(
        name: "expiry-wave",
        summary: "cache:product:{id} for 5 to 15 minutes, by chance",
        sickness: "all are cached until the full minute, so that they expire at once",
        rule: "expiry-wave",
        weight: 10,
        keys: "cache:product:*"
    ) { dice, now, form in
        let key = "cache:product:\(dice.number(0..<1_500))".bytes
        let value = dice.text(dice.size(median: 300, spread: 0.4, atMost: 4_000))
        let nextMinute = (Int(now.wallSeconds) / 60 + 1) * 60
        let lifetime = "\(dice.number(300..<900))".bytes
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            guard replies.first?.bytes == nil else { return [] }
            if form == .healthy { return [RESPCommand(["SETEX".bytes, key, lifetime, value])] }
            return [
                RESPCommand(["SET".bytes, key, value]),
                RESPCommand(["EXPIREAT".bytes, key, "\(nextMinute)".bytes]),
            ]
        }
    }
}
