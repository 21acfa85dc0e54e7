import RESP

extension Scenario {
    /// Pages are cached for a quarter of an hour.
    ///
    /// Rows 10 and 31 of `patterns.md`.
    package static let lastingCache = Scenario(
        name: "ttl",
        summary: "SETEX cached:/page/{id} for a quarter of an hour and a bit",
        sickness: "pages are cached without a TTL",
        rule: "no-ttl",
        weight: 10,
        keys: "cached:*"
    ) { dice, _, form in
        let key = "cached:/page/\(dice.number(0..<4_000))".bytes
        let value = dice.text(600)
        let limit = ["EX".bytes, dice.lifetime(900)]
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            guard replies.first?.bytes == nil else { return [] }
            let lifetime = form == .healthy ? limit : []
            return [RESPCommand(["SET".bytes, key, value] + lifetime)]
        }
    }
}
