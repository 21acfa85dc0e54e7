import RESP

extension Scenario {
    /// Votes are counted in hashes, or by a release that takes them for strings.
    ///
    /// Row 36 of `patterns.md`.
    package static let errors = Scenario(
        name: "errors",
        summary: "HINCRBY votes:{id}",
        sickness: "one in ten is an INCR, and fails with WRONGTYPE",
        rule: "errors",
        weight: 5,
        keys: "votes:*"
    ) { dice, _, form in
        let key = "votes:\(dice.number(0..<300))"
        if form == .sick, dice.happens(0.1) { return Request([RESPCommand("INCR", key)]) }
        return Request([
            RESPCommand("HINCRBY", key, "up", "1"), RESPCommand("EXPIRE", key, "3600"),
        ])
    }
}
