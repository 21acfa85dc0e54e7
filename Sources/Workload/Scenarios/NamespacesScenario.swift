import RESP

extension Scenario {
    /// Invoices are named for what they are.
    ///
    /// Row 35 of `patterns.md`.
    package static let namespaces = Scenario(
        name: "namespaces",
        summary: "SETEX shop:invoice:{id}",
        sickness: "keys are bare numbers and words",
        rule: "no-namespace",
        weight: 5,
        keys: "*invoice*"
    ) { dice, _, form in
        let id = dice.number(0..<5_000)
        let key = form == .healthy ? "shop:invoice:\(id)" : "invoice\(id)"
        return Request([RESPCommand("SETEX", key, "3600", "\(dice.next())")])
    }
}
