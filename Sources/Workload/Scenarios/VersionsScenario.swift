import RESP

extension Scenario {
    /// A change of a document raises its version, and with it the name of what is cached of it.
    ///
    /// Row 13 of `patterns.md`.
    package static let versions = Scenario(
        name: "versions",
        summary: "INCR doc_version:{id}, then SETEX doc:{id}:v{n} for 30 s",
        sickness: "old versions have no TTL, and nobody deletes them",
        rule: "stale-versions",
        weight: 10,
        keys: "doc*"
    ) { dice, _, form in
        let id = dice.number(0..<100)
        let value = dice.text(200)
        let isChange = dice.happens(0.1)
        return Request([RESPCommand(isChange ? "INCR" : "GET", "doc_version:\(id)")]) { replies in
            let told = replies.first
            let read = told?.bytes.map { String(decoding: $0, as: UTF8.self) }
            let version = isChange ? told?.integer.map { "\($0)" } : read
            guard let version else { return [] }
            let key = "doc:\(id):v\(version)".bytes
            guard isChange else { return [RESPCommand(["GET".bytes, key])] }
            return [
                form == .healthy
                    ? RESPCommand(["SETEX".bytes, key, "30".bytes, value])
                    : RESPCommand(["SET".bytes, key, value])
            ]
        }
    }
}
