import RESP

extension Scenario {
    /// A script adds to a basket and gives its size.
    ///
    /// Row 34 of `patterns.md`.
    package static let scripts = Scenario(
        name: "scripts",
        summary: "EVALSHA of one script with KEYS and ARGV",
        sickness: "the arguments are written into the script: a new one for each call",
        rule: "script-churn",
        weight: 5,
        mostPerSecond: 200,
        keys: "basket:*"
    ) { dice, _, form in
        let basket = dice.number(0..<500)
        if form == .sick {
            let text = "redis.call('INCR','basket:\(basket)') return \(dice.next())"
            return Request([
                RESPCommand("EVAL", text, "0"), RESPCommand("EXPIRE", "basket:\(basket)", "3600"),
            ])
        }
        let text = "redis.call('INCR',KEYS[1]) return redis.call('EXPIRE',KEYS[1],3600)"
        return Request([RESPCommand("EVAL", text, "1", "basket:\(basket)")])
    }
}
