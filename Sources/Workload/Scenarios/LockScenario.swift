import RESP

extension Scenario {
    /// Orders are worked on by whoever holds their lock.
    ///
    /// Rows 6 and 28 of `patterns.md`.
    package static let lock = Scenario(
        name: "lock",
        summary: "SET lock:order:{id} NX PX 3000, then DEL",
        sickness: "locks are taken without a TTL, and some holders die",
        rule: "immortal-lock",
        weight: 5,
        keys: "lock:order:*"
    ) { dice, _, form in
        let key = "lock:order:\(dice.number(0..<2_000))".bytes
        let isLost = form == .sick && dice.happens(0.1)
        let take =
            form == .healthy
            ? ["SET".bytes, key, "1".bytes, "NX".bytes, "PX".bytes, "3000".bytes]
            : ["SET".bytes, key, "1".bytes, "NX".bytes]
        return Request([RESPCommand(take)], after: .milliseconds(50)) { replies in
            replies.first?.bytes == nil || isLost ? [] : [RESPCommand(["DEL".bytes, key])]
        }
    }
}
