import RESP

extension Scenario {
    /// Profiles are read over one connection, or each over its own.
    ///
    /// Row 32 of `patterns.md`.
    package static let connections = Scenario(
        name: "connections",
        summary: "GET profile:{id} over a connection that is kept",
        sickness: "a new connection for each request",
        rule: "connection-churn",
        weight: 5,
        mostPerSecond: 60,
        delivery: { $0 == .healthy ? .pipelined : .connectionEach },
        keys: "profile:*"
    ) { dice, _, _ in
        let key = "profile:\(dice.number(0..<500))".bytes
        let value = dice.text(200)
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            replies.first?.bytes == nil
                ? [RESPCommand(["SETEX".bytes, key, "7200".bytes, value])] : []
        }
    }
}
