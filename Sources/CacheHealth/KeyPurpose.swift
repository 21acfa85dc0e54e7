/// What keys are for, as the words in their names tell, or the operator.
package enum KeyPurpose: String, Sendable, CaseIterable {
    /// Sessions, and what lets somebody in.
    case session
    /// Locks.
    case lock
    /// Counters that limit rates.
    case limit
    /// Copies of something.
    case cache
    /// Queues.
    case queue

    /// Words that names of such keys have in them.
    var words: Set<Substring> {
        switch self {
        case .session: Self.sessionWords
        case .lock: Self.lockWords
        case .limit: Self.limitWords
        case .cache: Self.cacheWords
        case .queue: Self.queueWords
        }
    }

    private static let sessionWords: Set<Substring> = [
        "sess", "session", "sessions", "token", "tokens", "jwt", "otp",
    ]
    private static let lockWords: Set<Substring> = ["lock", "locks", "mutex"]
    private static let limitWords: Set<Substring> = [
        "rl", "rate", "ratelimit", "limit", "limits", "throttle", "attempts",
    ]
    private static let cacheWords: Set<Substring> = [
        "cache", "cached", "page", "pages", "html", "fragment", "query", "result", "results",
        "rendered", "trending", "view", "response",
    ]
    private static let queueWords: Set<Substring> = [
        "queue", "queues", "jobs", "job", "tasks", "task", "pending", "outbox", "inbox", "work",
    ]
}
