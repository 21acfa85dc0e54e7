import RESP

extension Scenario {
    /// Prices go out on a channel that one subscriber reads.
    ///
    /// Row 30 of `patterns.md`: what it does not take waits on the server.
    package static let subscriber = Scenario(
        name: "subscriber",
        summary: "PUBLISH prices, and a subscriber that takes all of it",
        sickness: "the subscriber has stopped reading, and the server keeps what it is sent",
        rule: "slow-subscriber",
        weight: 5,
        mostPerSecond: 100,
        audience: { Audience(of: "prices", takesMessages: $0 == .healthy) },
        keys: "prices:none"
    ) { dice, _, _ in
        Request([RESPCommand(["PUBLISH".bytes, "prices".bytes, dice.text(2_500)])])
    }
}
