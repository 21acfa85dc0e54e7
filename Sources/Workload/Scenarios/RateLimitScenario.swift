import RESP

extension Scenario {
    /// Calls are counted for each address and minute.
    ///
    /// Row 27 of `patterns.md`.
    package static let rateLimit = Scenario(
        name: "rate-limit",
        summary: "INCR rate_limit:{ip}, and EXPIRE 60 when the count is 1",
        sickness: "one caller in twenty dies before the EXPIRE",
        rule: "immortal-counter",
        weight: 10,
        keys: "rate_limit:*"
    ) { dice, _, form in
        let key = "rate_limit:10.0.\(dice.number(0..<40)).\(dice.number(0..<50))".bytes
        let dies = form == .sick && dice.happens(0.05)
        return Request([RESPCommand(["INCR".bytes, key])]) { replies in
            replies.first?.integer == 1 && !dies
                ? [RESPCommand(["EXPIRE".bytes, key, "60".bytes])] : []
        }
    }
}
