import RESP

extension Scenario {
    /// A catalogue is kept in parts, or all of it under one key.
    ///
    /// Row 23 of `patterns.md`.
    package static let bigKey = Scenario(
        name: "big-key",
        summary: "SET catalogue:{part}, a thousand of 5 KB",
        sickness: "all of it as one value of 5 MB",
        rule: "big-key",
        weight: 5,
        mostPerSecond: 200,
        keys: "catalogue:*"
    ) { dice, _, form in
        let part = dice.number(0..<1_000)
        let key = "catalogue:\(part)".bytes
        guard form == .sick, dice.happens(0.005) else {
            let (value, lifetime) = (dice.text(5_000), dice.lifetime(3_600))
            return Request([RESPCommand(["GET".bytes, key])]) { replies in
                replies.first?.bytes == nil && form == .healthy
                    ? [RESPCommand(["SETEX".bytes, key, lifetime, value])] : []
            }
        }
        let all = [UInt8](repeating: UInt8(ascii: "c"), count: 5_000_000)
        return Request([RESPCommand(["SETEX".bytes, "catalogue:all".bytes, "3600".bytes, all])])
    }
}
