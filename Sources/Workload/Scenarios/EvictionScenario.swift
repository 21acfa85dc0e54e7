import RESP

extension Scenario {
    /// More is cached than fits: what is used least makes room, or nothing may.
    ///
    /// Row 24 of `patterns.md`.
    package static let eviction = Scenario(
        name: "eviction",
        summary: "SETEX item:{id} over more than fits, by allkeys-lfu",
        sickness: "maxmemory-policy noeviction: writes fail with OOM",
        rule: "noeviction-full",
        weight: 20,
        keys: "item:*",
        preparation: { form in
            form == .sick ? [RESPCommand("CONFIG", "SET", "maxmemory-policy", "noeviction")] : []
        },
        ending: { form in
            form == .sick ? [RESPCommand("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu")] : []
        }
    ) { dice, _, form in
        let key = "item:\(form == .healthy ? items.rank(using: &dice) : dice.number(0..<60_000))"
            .bytes
        let value = dice.text(600)
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            replies.first?.bytes == nil
                ? [RESPCommand(["SETEX".bytes, key, "3600".bytes, value])] : []
        }
    }

    private static let items = Zipf(count: 60_000, exponent: 1.3)
}
