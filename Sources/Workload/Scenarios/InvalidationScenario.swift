import RESP

extension Scenario {
    /// A change of a member removes what was cached of it.
    ///
    /// Rows 11 and 37 of `patterns.md`.
    package static let invalidation = Scenario(
        name: "invalidation",
        summary: "GET member:{id}; one change for each fifty reads DELs it",
        sickness: "as many changes as reads",
        rule: "churn",
        weight: 10,
        keys: "member:*"
    ) { dice, _, form in
        let key = "member:\(dice.number(0..<1_000))".bytes
        if dice.happens(form == .healthy ? 0.02 : 0.6) {
            return Request([RESPCommand(["DEL".bytes, key])])
        }
        let value = dice.text(200)
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            replies.first?.bytes == nil
                ? [RESPCommand(["SETEX".bytes, key, "3600".bytes, value])] : []
        }
    }
}
