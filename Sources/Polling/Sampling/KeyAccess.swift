/// Which patterns of keys this user may not read, and how many keys may be tried to find out.
///
/// Each refusal is an entry in the server's ACL log and one of its errors: trying on would make the
/// watcher the anomaly that others see. A pattern of which one key was refused rests for five minutes, and
/// others go on. Of patterns that were never answered only a few keys are tried, more the more were
/// answered without a refusal.
struct KeyAccess: Sendable {
    /// When each refused pattern may be tried again.
    private var refused: [Int: Duration] = [:]
    private var allowed: Set<Int> = []
    /// Patterns of which a key was sent that was not answered yet.
    private var trying: Set<Int> = []
    /// Refusals that may still be risked.
    private var risk = Self.mostRisk
    private var last: Duration = .zero

    /// How long a refused pattern rests.
    static let patience = Duration.seconds(300)
    /// Refusals per second that are risked at the start and after a minute, once there was one.
    private static let rate = (first: 20.0, later: 1.0)
    private static let warmUp = Duration.seconds(60)
    private static let mostRisk = 20.0
    /// Patterns remembered of each kind.
    private static let mostPatterns = 4_096

    /// `true` once a key was refused.
    private(set) var hasRefusals = false

    /// Saves up what may be risked, up to a time since the start.
    mutating func advance(to elapsed: Duration) {
        let seconds = max(0, (elapsed - last) / .seconds(1))
        last = elapsed
        let rate = elapsed < Self.warmUp ? Self.rate.first : Self.rate.later
        // While nothing was refused, each pattern that was answered makes trying another less of a risk.
        let most = hasRefusals ? rate : Self.mostRisk + Double(allowed.count)
        risk = min(most, hasRefusals ? risk + rate * seconds : most)
        refused = refused.filter { $0.value > elapsed }
        trying = []
    }

    /// What to do about a key.
    enum Decision { case ask, wait, leave }

    /// Whether to ask about a key of a pattern now, after the answer about another, or not at all.
    mutating func decide(_ pattern: Int) -> Decision {
        if allowed.contains(pattern) { return .ask }
        guard refused[pattern] == nil else { return .leave }
        guard !trying.contains(pattern) else { return .wait }
        // Answers that are on their way may show that nothing is refused.
        guard risk >= 1 else { return hasRefusals ? .leave : .wait }
        risk -= 1
        trying.insert(pattern)
        return .ask
    }

    /// Learns that a key of a pattern was answered or refused.
    mutating func note(_ pattern: Int, isRefused: Bool) {
        trying.remove(pattern)
        if isRefused {
            hasRefusals = true
            allowed.remove(pattern)
            if refused.count < Self.mostPatterns { refused[pattern] = last + Self.patience }
        } else if refused[pattern] == nil, allowed.count < Self.mostPatterns {
            allowed.insert(pattern)
            if !hasRefusals { risk += 2 }
        }
    }
}
