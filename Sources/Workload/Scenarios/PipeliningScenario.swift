import RESP

extension Scenario {
    /// A page needs twenty things: they are asked for together, or one after the other.
    ///
    /// Row 33 of `patterns.md`.
    package static let pipelining = Scenario(
        name: "pipelining",
        summary: "twenty GET part:{id} in one write",
        sickness: "each in a write of its own, after the answer to the one before",
        rule: "no-pipelining",
        weight: 5,
        mostPerSecond: 1_000,
        delivery: { $0 == .healthy ? .pipelined : .oneByOne },
        keys: "part:*",
        preparation: { _ in
            (0..<500).map {
                RESPCommand("SETEX", "part:\($0)", "\(86_400 + 30 * $0)", "part \($0)")
            }
        }
    ) { dice, _, _ in
        Request((0..<20).map { _ in RESPCommand("GET", "part:\(dice.number(0..<500))") })
    }
}
