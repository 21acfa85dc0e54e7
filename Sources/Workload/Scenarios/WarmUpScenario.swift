import RESP

extension Scenario {
    /// Tiles of a home page are cached for some minutes, or all of them until the same moment.
    ///
    /// Rows 5, 8 and 16 of `patterns.md`: everybody looks at a few of them.
    package static let warmUp = Scenario(
        name: "warm-up",
        summary: "home:tile:{id} for 5 to 15 minutes, by chance; a few of them are wanted most",
        sickness: "all are cached until the next full five minutes, the popular ones too",
        rule: "stampede-ahead",
        weight: 20,
        keys: "home:tile:*"
    ) { dice, now, form in
        let key = "home:tile:\(tiles.rank(using: &dice))".bytes
        let value = dice.text(dice.size(median: 300, spread: 0.4, atMost: 4_000))
        let random = dice.number(300..<900)
        let common = 300 - Int(now.wallSeconds) % 300
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            guard replies.first?.bytes == nil else { return [] }
            let lifetime = form == .healthy ? random : common
            return [RESPCommand(["SETEX".bytes, key, "\(lifetime)".bytes, value])]
        }
    }

    private static let tiles = Zipf(count: 1_500, exponent: 1.1)
}
