import RESP

extension Scenario {
    /// One field of a large hash is read, or all of it for one field.
    ///
    /// Rows 17, 19 and 38 of `patterns.md`.
    package static let largeHash = Scenario(
        name: "large-hash",
        summary: "HGET prices {id}",
        sickness: "HGETALL of 50,000 fields for one",
        rule: "linear-commands",
        weight: 5,
        mostPerSecond: 500,
        keys: "shop:prices",
        preparation: { _ in
            (0..<50).map { part in
                let fields = (0..<1_000).flatMap { ["p\(part * 1_000 + $0)", "\($0)"] }
                return RESPCommand((["HSET", "shop:prices"] + fields).map(\.bytes))
            }
        }
    ) { dice, _, form in
        let id = "p\(dice.number(0..<50_000))"
        let wantsAll = form == .sick && dice.happens(0.02)
        return Request([
            wantsAll
                ? RESPCommand("HGETALL", "shop:prices") : RESPCommand("HGET", "shop:prices", id)
        ])
    }
}
