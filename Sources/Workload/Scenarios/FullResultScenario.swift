import RESP

extension Scenario {
    /// The result of a query is kept as a whole, a hundred rows of it.
    ///
    /// Row 14 of `patterns.md`. What is packed looks like chance, to the server as here.
    package static let fullResult = Scenario(
        name: "full-result",
        summary: "SETEX trending_posts:{page} 200 to 400, packed",
        sickness: "as plain JSON of 8 KB",
        rule: "compress",
        weight: 5,
        mostPerSecond: 200,
        keys: "trending_posts:*"
    ) { dice, _, form in
        let key = "trending_posts:\(dice.number(0..<200))".bytes
        let lifetime = "\(dice.number(200..<400))".bytes
        let value: [UInt8]
        if form == .healthy {
            value = (0..<2_000).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        } else {
            let rows = (0..<100).map { row in
                let id = dice.number(0..<100_000)
                return
                    "{\"rank\":\(row),\"id\":\(id),\"title\":\"post number \(id)\",\"votes\":\(id % 977)}"
            }
            value = "[\(rows.joined(separator: ","))]".bytes
        }
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            replies.first?.bytes == nil
                ? [RESPCommand(["SETEX".bytes, key, lifetime, value])] : []
        }
    }
}
