import RESP

extension Scenario {
    /// A basket is kept field by field, or as one text that is written anew for each change.
    ///
    /// Row 17 of `patterns.md`.
    package static let objects = Scenario(
        name: "objects",
        summary: "HSET cart:{id} of one field, HGET of another",
        sickness: "GET and SET of all of it as JSON",
        rule: "json-rewrite",
        weight: 10,
        keys: "cart:*"
    ) { dice, _, form in
        let key = "cart:\(dice.number(0..<1_000))"
        let field = "item\(dice.number(0..<20))"
        let isChange = dice.happens(0.4)
        if form == .healthy {
            let limit = RESPCommand("EXPIRE", key, "3600")
            return Request(
                isChange
                    ? [RESPCommand("HSET", key, field, "\(dice.number(1..<9))"), limit]
                    : [RESPCommand("HGET", key, field)]
            )
        }
        let items = (0..<20).map {
            "\"item\($0)\":{\"count\":\(dice.number(0..<9)),\"name\":\"the thing of number \($0)\",\"unit\":\"piece\"}"
        }
        let text = "{\(items.joined(separator: ","))}"
        return Request([RESPCommand("GET", key)]) { replies in
            isChange || replies.first?.bytes == nil
                ? [RESPCommand("SETEX", key, "3600", text)] : []
        }
    }
}
