/// The words of a template or a key's name that say what it is for.
struct TemplateWords: Sendable {
    private let words: Set<Substring>

    /// The words of a name: its letters, in lower case, between all that are none.
    init(_ name: [UInt8]) {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        words = Set(text.split { !$0.isASCII || !$0.isLetter })
    }

    /// Whether one of some words is among them.
    func contains(oneOf names: Set<Substring>) -> Bool { !words.isDisjoint(with: names) }

    /// What names of sessions and of what lets somebody in have in them.
    static let session: Set<Substring> = [
        "sess", "session", "sessions", "token", "tokens", "jwt", "otp",
    ]
    /// What names of locks have in them.
    static let lock: Set<Substring> = ["lock", "locks", "mutex"]
    /// What names of counters that limit rates have in them.
    static let limit: Set<Substring> = [
        "rl", "rate", "ratelimit", "limit", "limits", "throttle", "attempts",
    ]
    /// What names of copies of something have in them.
    static let cache: Set<Substring> = [
        "cache", "cached", "page", "pages", "html", "fragment", "query", "result", "results",
        "rendered", "trending", "view", "response",
    ]
    /// What names of queues have in them.
    static let queue: Set<Substring> = [
        "queue", "queues", "jobs", "job", "tasks", "task", "pending", "outbox", "inbox", "work",
    ]
}
