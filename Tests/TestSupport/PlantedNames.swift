/// Key names of families that are known, as applications name their keys.
package enum PlantedNames {
    /// A name and the number of its family.
    package struct Name: Sendable {
        /// The key.
        package var bytes: [UInt8]
        /// The family it is of.
        package var family: Int
    }

    /// The families' shapes: `%n` a number, `%x` sixteen hexadecimal digits, `%u` a UUID, `%w` one of
    /// very many words, `%e` an e-mail address, `%d` a date, `%i` letters and digits mixed.
    package static let shapes = [
        "user:%n", "user:%n:activity", "user:%n:profile", "user:%n:friends", "session:%u",
        "sess:%x", "cache:product:%n", "cache:page:%w", "cache:user:%e", "rate:%n:login",
        "rate:%n:api", "leaderboard:game%n", "leaderboard:daily:%d", "trending:posts",
        "trending:tags", "lock:order:%n", "queue:mail", "queue:mail:%n", "tag:%w:members",
        "cart:{user:%n}:items", "cart:{user:%n}:total", "product_%n_views", "img.%x.thumb",
        "feature/flags/%w", "feature/rollout/%n", "stats|2026|%n", "token:%i", "oauth:code:%i",
        "geo:drivers:%w", "config:v3", "config:v4", "config:v5", "inventory:sku-%n",
        "laravel_cache:%x", "celery-task-meta-%u", "chat:room:%n:messages",
    ]

    /// So many names; the same seed gives the same.
    package static func names(_ count: Int, seed: UInt64) -> [Name] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let family = Int.random(in: shapes.indices, using: &random)
            return Name(bytes: Array(name(shapes[family], &random).utf8), family: family)
        }
    }

    private static func name(_ shape: String, _ random: inout SeededGenerator) -> String {
        let pieces = shape.split(separator: "%", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(String(pieces[0])) { name, piece in
            name + value(piece.first ?? "n", &random) + piece.dropFirst()
        }
    }

    private static func value(_ kind: Character, _ random: inout SeededGenerator) -> String {
        func digits(_ alphabet: String, _ count: Int) -> String {
            String((0..<count).map { _ in alphabet.randomElement(using: &random) ?? "0" })
        }
        let (hexadecimal, letters) = ("0123456789abcdef", "abcdefghijklmnopqrstuvwxyz")
        switch kind {
        case "x": return "7" + digits(hexadecimal, 15)
        case "u":
            let parts = [8, 4, 4, 4, 12].map { digits(hexadecimal, $0) }
            return parts.joined(separator: "-")
        case "w": return digits(letters, Int.random(in: 4...9, using: &random))
        case "e": return digits(letters, 6) + "@example.com"
        case "d":
            return
                "2026-1\(digits("012", 1))-1\(digits(hexadecimal.filter(\.isNumber).description, 1))"
        case "i": return "a1" + digits(letters + "0123456789", 20)
        default: return "\(Int.random(in: 1...900_000, using: &random))"
        }
    }
}
