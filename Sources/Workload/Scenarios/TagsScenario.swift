import RESP

extension Scenario {
    /// What is cached of articles has tags, and a set for each tag says what to delete when it changes.
    ///
    /// Row 12 of `patterns.md`.
    package static let tags = Scenario(
        name: "tags",
        summary: "SADD tag:{t} the key, EXPIRE of both; a change deletes members and tag",
        sickness: "keys live for five seconds, their tags' sets for ever",
        rule: "orphan-tags",
        weight: 10,
        keys: "tag*"
    ) { dice, _, form in
        let tag = "tag:\(dice.number(0..<50))".bytes
        let isKept = form == .healthy || dice.happens(0.8)
        let key = isKept ? "tagged:\(dice.number(0..<2_000))" : "tagged:\(dice.next() % 1_000_000)"
        if form == .healthy, dice.happens(0.002) {
            return Request([RESPCommand(["SMEMBERS".bytes, tag])]) { replies in
                let members = replies.first?.elements?.compactMap(\.bytes) ?? []
                return [RESPCommand(["UNLINK".bytes, tag] + members)]
            }
        }
        let lifetime = isKept ? "3600" : "5"
        let value = dice.text(300)
        return Request(isKept ? [RESPCommand("GET", key)] : []) { replies in
            guard !isKept || replies.first?.bytes == nil else { return [] }
            let keep = RESPCommand(["SETEX", key, lifetime].map(\.bytes) + [value])
            let mark = RESPCommand(["SADD".bytes, tag, key.bytes])
            let limit = RESPCommand(["EXPIRE".bytes, tag, "3600".bytes])
            return form == .healthy ? [keep, mark, limit] : [keep, mark]
        }
    }
}
