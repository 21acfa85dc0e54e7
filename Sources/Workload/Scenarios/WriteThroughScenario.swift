import RESP

extension Scenario {
    /// Each change of a setting is written to the cache at once, whether or not anybody reads it.
    ///
    /// Row 3 of `patterns.md`.
    package static let writeThrough = Scenario(
        name: "write-through",
        summary: "SET setting:{id} EX 3600 on each update, read ten times as often",
        sickness: "written ten times as often as read, and what is read is seldom there",
        rule: "write-waste",
        weight: 10,
        keys: "setting:*"
    ) { dice, _, form in
        let isWrite = dice.happens(form == .healthy ? 0.1 : 0.9)
        // Writers know many settings, readers a few of them: or quite others.
        let id = dice.number(isWrite ? 0..<500 : form == .healthy ? 0..<500 : 400..<2_000)
        let key = "setting:\(id)".bytes
        guard isWrite else { return Request([RESPCommand(["GET".bytes, key])]) }
        return Request([RESPCommand(["SET".bytes, key, dice.text(80), "EX".bytes, "3600".bytes])])
    }
}
