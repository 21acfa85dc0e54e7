import RESP

extension Scenario {
    /// Seats are sold under a lock each, which is held for five seconds.
    ///
    /// Row 28 of `patterns.md`: in order, whoever finds a seat taken tries again much later.
    package static let lockContention = Scenario(
        name: "contention",
        summary: "SET lock:seat:{id} NX PX 5000, and whoever waits tries more and more seldom",
        sickness: "whoever waits tries again at once",
        rule: "lock-contention",
        weight: 5,
        mostPerSecond: 400,
        keys: "lock:seat:*"
    ) { dice, _, form in
        let seat = "seat:\(dice.number(0..<50))"
        // A try that backs off is one of forty; the others would only have asked again.
        guard form == .sick || dice.happens(0.025) else { return Request([RESPCommand("PING")]) }
        return Request([RESPCommand("SET", "lock:\(seat)", "1", "NX", "PX", "5000")])
    }
}
