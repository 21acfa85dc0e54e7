import RESP

extension Scenario {
    /// Sessions are made, read and kept alive, each for half an hour after its last use.
    ///
    /// Row 25 of `patterns.md`: each access refreshes the time to live.
    package static let sessions = Scenario(
        name: "sessions",
        summary: "GET session:{uuid} and EXPIRE on access, SETEX for a new one",
        sickness: "one in ten is written without a TTL",
        rule: "session-no-ttl",
        weight: 20,
        keys: "session:*"
    ) { dice, _, form in
        let key = sessionKey(dice.number(0..<6_000))
        let value = dice.text(dice.number(150..<400))
        let isForgotten = form == .sick && dice.happens(0.1)
        return Request([RESPCommand(["GET".bytes, key])]) { replies in
            if replies.first?.bytes != nil {
                if form == .sick { return [] }
                return [RESPCommand(["EXPIRE".bytes, key, "1800".bytes])]
            }
            return [
                isForgotten
                    ? RESPCommand(["SET".bytes, key, value])
                    : RESPCommand(["SETEX".bytes, key, "1800".bytes, value])
            ]
        }
    }

    /// The name of a session: the same number always has the same.
    private static func sessionKey(_ number: Int) -> [UInt8] {
        var dice = Dice(seed: UInt64(number) &* 0x9E37_79B9)
        let (one, two) = (dice.next(), dice.next())
        return "session:\(hexadecimal(one))-\(hexadecimal(two))".bytes
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number >> 32, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
