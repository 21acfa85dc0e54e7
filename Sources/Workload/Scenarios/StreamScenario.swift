import RESP

extension Scenario {
    /// Orders go through a stream that a group of workers reads.
    ///
    /// Row 29 of `patterns.md`: in order, a worker takes and acknowledges as much as comes.
    package static let stream = Scenario(
        name: "stream",
        summary: "XADD orders:events MAXLEN ~ 20000, XREADGROUP and XACK by one worker",
        sickness: "the worker takes one of four, and acknowledges nothing",
        rule: "stream-lag",
        weight: 5,
        mostPerSecond: 400,
        keys: "orders:events",
        preparation: { _ in
            [RESPCommand("XGROUP", "CREATE", "orders:events", "billing", "$", "MKSTREAM")]
        }
    ) { dice, _, form in
        let add = RESPCommand(
            "XADD",
            "orders:events",
            "MAXLEN",
            "~",
            "20000",
            "*",
            "order",
            "\(dice.number(0..<100_000))"
        )
        let take = RESPCommand(
            "XREADGROUP",
            "GROUP",
            "billing",
            "worker-1",
            "COUNT",
            "4",
            "STREAMS",
            "orders:events",
            ">"
        )
        guard form == .healthy || dice.happens(0.0625) else { return Request([add]) }
        return Request([add, take]) { replies in
            guard form == .healthy, let ids = replies.last.map(entries), !ids.isEmpty else {
                return []
            }
            return [RESPCommand(["XACK".bytes, "orders:events".bytes, "billing".bytes] + ids)]
        }
    }

    /// The numbers of the entries in a reply to `XREADGROUP`: a list of streams, or a map of them.
    private static func entries(_ reply: RESPValue) -> [[UInt8]] {
        guard let parts = reply.elements, let first = parts.first else { return [] }
        let list = first.elements?.last ?? parts.last
        return (list?.elements ?? []).compactMap { $0.elements?.first?.bytes }
    }
}
