import RESP

extension Scenario {
    /// One report that everybody reads is kept for five seconds and takes a quarter of one to make.
    ///
    /// Rows 5, 6 and 7 of `patterns.md`: in order, whoever finds it gone takes a lock, and the others wait.
    package static let stampede = Scenario(
        name: "stampede",
        summary:
            "GET report:today; on a miss SET lock:report NX EX 10, and only its holder rebuilds",
        sickness: "no lock: everybody who finds it gone rebuilds it",
        rule: "stampede",
        weight: 20,
        keys: "report:*"
    ) { dice, _, form in
        let value = dice.text(2_000)
        let get = RESPCommand("GET", "report:today")
        let store = RESPCommand(["SETEX".bytes, "report:today".bytes, "5".bytes, value])
        guard form == .healthy else {
            return Request([get], after: .milliseconds(250)) { replies in
                replies.first?.bytes == nil ? [store] : []
            }
        }
        // The lock is asked for in any case, as a script would: it is free only when all is over.
        let lock = RESPCommand("SET", "lock:report", "1", "NX", "EX", "10", "GET")
        guard dice.happens(0.02) else { return Request([get]) }
        return Request([get, lock], after: .milliseconds(250)) { replies in
            guard replies.count == 2, replies[1] == .null else { return [] }
            let release = RESPCommand("DEL", "lock:report")
            return replies[0].bytes == nil ? [store, release] : [release]
        }
    }
}
