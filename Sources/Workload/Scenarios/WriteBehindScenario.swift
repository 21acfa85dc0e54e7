import RESP

extension Scenario {
    /// Writes go to the cache and to a queue, from which a worker takes them to the database.
    ///
    /// Rows 4 and 29 of `patterns.md`.
    package static let writeBehind = Scenario(
        name: "write-behind",
        summary: "SET and LPUSH queue:db_writes; a worker RPOPs as much as comes in",
        sickness: "the worker has stopped: the queue grows",
        rule: "queue-backlog",
        weight: 10,
        keys: "queue:db_writes"
    ) { dice, _, form in
        let id = dice.number(0..<2_000)
        let value = dice.text(300)
        if form == .healthy, dice.happens(0.55) {
            return Request([RESPCommand("RPOP", "queue:db_writes")])
        }
        return Request([
            RESPCommand(["SET".bytes, "account:\(id)".bytes, value, "EX".bytes, "3600".bytes]),
            RESPCommand(["LPUSH".bytes, "queue:db_writes".bytes, value]),
        ])
    }
}
