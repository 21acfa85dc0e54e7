import RESP

extension Scenario {
    /// What members did is kept in a list for each.
    ///
    /// Row 18 of `patterns.md`.
    package static let activity = Scenario(
        name: "activity",
        summary: "LPUSH user:{id}:activity, then LTRIM to the latest hundred",
        sickness: "never trimmed",
        rule: "unbounded-list",
        weight: 10,
        keys: "user:*:activity"
    ) { dice, _, form in
        let key = "user:\(dice.number(0..<20)):activity".bytes
        let push = RESPCommand(["LPUSH".bytes, key, dice.text(120)])
        let trim = RESPCommand(["LTRIM".bytes, key, "0".bytes, "99".bytes])
        return Request(form == .healthy ? [push, trim] : [push])
    }
}
