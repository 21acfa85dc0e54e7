import RESP

extension Scenario {
    /// Articles are read, all about as often, or one of them by a third of all readers.
    ///
    /// Rows 9 and 22 of `patterns.md`.
    package static let hotKey = Scenario(
        name: "hot-key",
        summary: "GET article:{id}, evenly",
        sickness: "one article has a third of all reads",
        rule: "hot-key",
        weight: 20,
        keys: "article:*"
    ) { dice, _, form in
        let isHot = form == .sick && dice.happens(0.35)
        let key = "article:\(isHot ? 7 : dice.number(0..<3_000))".bytes
        let (value, lifetime) = (dice.text(400), dice.lifetime(3_600))
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            replies.first?.bytes == nil
                ? [RESPCommand(["SETEX".bytes, key, lifetime, value])] : []
        }
    }
}
