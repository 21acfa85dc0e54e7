import RESP

/// Keys of known patterns that are written one by one, as a cluster's node allows, and what the server says
/// of each of them.
package enum CountedKeyspace {
    /// Patterns and how many keys each has.
    package static let patterns = [
        ("cache:item:*", 6_000), ("user:*:profile", 3_000), ("feed:*", 900), ("{cart}:*", 99),
    ]
    /// Keys in all.
    package static let keys = patterns.reduce(0) { $0 + $1.1 }

    /// Makes a server the only node of a cluster, where it has cluster support enabled.
    package static func joinAlone(_ server: RedisServer) async throws {
        let slots = (0..<16_384).map(String.init)
        try await server.send(["CLUSTER", "ADDSLOTS"] + slots)
        while true {
            let reply = try await server.send(["CLUSTER", "INFO"])[0].bytes ?? []
            if String(decoding: reply, as: UTF8.self).contains("cluster_state:ok") { return }
        }
    }

    /// Fills a server: strings that expire, hashes, lists and sets that do not.
    package static func fill(_ server: RedisServer) async throws {
        let items = (0..<6_000).map { number in
            [
                "SET", "cache:item:\(number)", String(repeating: "v", count: number % 700), "EX",
                "\(5_000 + number)",
            ]
        }
        let users = (0..<3_000).map { number in
            ["HSET", "user:\(number):profile", "name", String(repeating: "n", count: number % 90)]
        }
        let feeds = (0..<900).map { number in
            ["RPUSH", "feed:\(number)"] + (0...(number % 70)).map { "post:\($0)" }
        }
        let carts = (0..<99).map { ["SADD", "{cart}:\($0)", "a", "b", "\($0)"] }
        for commands in [items, users, feeds, carts] {
            try await server.send(commands.map { RESPCommand($0.map { Array($0.utf8) }) })
        }
    }

    /// `MEMORY USAGE` of every key, by its name.
    package static func sizes(_ server: RedisServer) async throws -> [String: Double] {
        var (names, cursor): (Set<String>, String) = ([], "0")
        repeat {
            let reply = try await server.send(["SCAN", cursor, "COUNT", "5000"])[0].elements ?? []
            cursor = String(decoding: reply.first?.bytes ?? [], as: UTF8.self)
            names.formUnion((reply.last?.elements ?? []).compactMap(\.bytes).map(Self.text))
        } while cursor != "0"
        let list = Array(names)
        let replies = try await server.send(
            list.map { RESPCommand(["MEMORY", "USAGE", $0].map { Array($0.utf8) }) }
        )
        let bytes = replies.map { Double($0.integer ?? -1) }
        return Dictionary(uniqueKeysWithValues: zip(list, bytes))
    }

    /// `true` where a name follows a pattern with one `*`.
    package static func follows(_ name: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        return name.hasPrefix(parts[0]) && name.hasSuffix(parts[1])
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
