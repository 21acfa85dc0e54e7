import RESP

extension Scenario {
    /// Notifications go out, to whoever reads the stream or to nobody.
    ///
    /// Row 30 of `patterns.md`.
    package static let messages = Scenario(
        name: "messages",
        summary: "XADD feed:notifications MAXLEN ~ 1000, so that readers find them later",
        sickness: "PUBLISH to a channel that nobody has subscribed to",
        rule: "deaf-channel",
        weight: 5,
        mostPerSecond: 200,
        keys: "feed:notifications"
    ) { dice, _, form in
        let text = "user \(dice.number(0..<500)) voted"
        return Request([
            form == .healthy
                ? RESPCommand("XADD", "feed:notifications", "MAXLEN", "~", "1000", "*", "m", text)
                : RESPCommand("PUBLISH", "notifications", text)
        ])
    }
}
